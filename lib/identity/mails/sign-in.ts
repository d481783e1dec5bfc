import type { Locale } from "@/lib/core/locales";
import { renderCodeMail } from "@/lib/identity/mails/code-mail";
import { translator } from "@/lib/platform/messages";

export type SignInMailProps = {
  locale: Locale;
  email: string;
  link: string;
  /** Six digits. */
  code: string;
  /** The browser that asked, e.g. "Firefox on Windows"; empty when it did not say. */
  browserName: string;
};

/** The mail in both forms that mail programs want. The subject holds no secret: it shows on locked phones. */
export async function renderSignInMail(
  props: SignInMailProps,
): Promise<{ subject: string; html: string; text: string }> {
  const t = translator(props.locale, "mailSignIn");
  const { locale, link, code, email } = props;
  return renderCodeMail({
    locale,
    link,
    code,
    texts: {
      subject: t("subject"),
      preview: t("preview"),
      heading: t("heading"),
      intro: t("intro", { browser: browserPhrase(props) }),
      button: t("button"),
      codeLabel: t("codeLabel"),
      lifetime: t("lifetime"),
      footer: t("footer", { email }),
    },
  });
}

/** The browser's name as a phrase of the mail's language. */
function browserPhrase({ locale, browserName }: SignInMailProps): string {
  const t = translator(locale, "mailSignIn");
  const [browser = "", system] = browserName.split(" on ");
  if (browser === "") return t("unknownBrowser");
  return system ? t("browserOnSystem", { browser, system }) : browser;
}
