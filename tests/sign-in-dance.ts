import { findUserByCookies } from "@/lib/identity/session";
import { browserSecretOf } from "@/lib/identity/sign-in-forms";
import { FakeBrowser } from "@/tests/fake-browser";
import { newAddress, readMail } from "@/tests/mailbox";
import { writtenRefusals } from "@/tests/written-refusals";

/** Asks for a mail, and reads what it holds. */
export async function askToSignIn(email = newAddress(), callbackUrl = "/account/devices") {
  const browser = new FakeBrowser();
  const response = await browser.post("/sign-in/start", { email, callbackUrl, locale: "en" });
  const { token, code } = await readMail(email);
  return { email, browser, response, token, code, secret: browserSecretOf(browser.cookieHeader("/sign-in")) };
}

export const whoIsIn = async (browser: FakeBrowser) =>
  (await findUserByCookies(browser.cookieHeader("/")))?.email ?? null;
export const stateOf = async (browser: FakeBrowser) => (await (await browser.fetch("/sign-in/state")).json()).state;
export const refusals = async (kind: string, where: string) =>
  (await writtenRefusals()).count({ where: { kind, where } });
export const wrongCode = (code: string) => (code === "000 000" ? "111111" : "000000");
