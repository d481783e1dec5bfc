/** What playwright.config.ts chose for the stack of this run. */
function setting(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: run the browser tests with npm test or npx playwright test.`);
  return value;
}

export const appUrl = setting("E2E_APP_URL");
export const mailUrl = setting("E2E_MAIL_URL");
export const sandboxUrl = setting("E2E_SANDBOX_URL");
/** An app that counts visits, and the port to which it tells them. */
export const countingUrl = () => setting("E2E_COUNTING_URL");
export const visitsPort = () => Number(setting("E2E_VISITS_PORT"));
