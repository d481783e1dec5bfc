/** Where the stack of this run answers; playwright.config.ts chose the ports. */
function address(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: run the browser tests with npm test or npx playwright test.`);
  return value;
}

export const appUrl = address("E2E_APP_URL");
export const mailUrl = address("E2E_MAIL_URL");
export const sandboxUrl = address("E2E_SANDBOX_URL");
