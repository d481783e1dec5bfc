import type { Locale } from "@/lib/core/locales";
import { renderCodeMail } from "@/lib/identity/mails/code-mail";
import { translator } from "@/lib/platform/messages";

type SignInMailProps = {
  locale: Locale;
  email: string;
  link: string;
  /** Six digits. */
  code: string;
  /** The browser that asked, e.g. "Firefox on Windows"; empty when it did not say. */
  browserName: string;
};

/** The mail to whoever asked to sign in. */
export function renderSignInMail({ browserName, ...mail }: SignInMailProps): ReturnType<typeof renderCodeMail> {
  return renderCodeMail({ about: "mails.signIn", ...mail, browser: browserPhrase(mail.locale, browserName) });
}

/** The browser's name as a phrase of the mail's language. */
function browserPhrase(locale: Locale, browserName: string): string {
  const t = translator(locale, "mails.signIn");
  const [browser = "", system] = browserName.split(" on ");
  if (browser === "") return t("unknownBrowser");
  return system ? t("browserOnSystem", { browser, system }) : browser;
}
