import { render, Text } from "react-email";
import type { Locale } from "@/lib/core/locales";
import { MailCode, spacedCode } from "@/lib/identity/mails/mail-code";
import { MailButton, MailLayout, mailColours } from "@/lib/platform/mail-layout";
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
  const { code, link, email } = props;
  const heading = t("heading");
  const text = [
    heading,
    t("intro", { browser: browserPhrase(props) }),
    `${t("button")}: ${link}`,
    `${t("codeLabel")} ${spacedCode(code)}`,
    t("lifetime"),
    t("footer", { email }),
  ].join("\n\n");
  return { subject: t("subject"), html: await render(<SignInMail {...props} />), text: `${text}\n` };
}

/** A link that asks before it signs anyone in, and a code for the window that is waiting. */
function SignInMail(props: SignInMailProps) {
  const { locale, email, link, code } = props;
  const t = translator(locale, "mailSignIn");
  const paragraph = { fontSize: 16, lineHeight: "24px", margin: "0 0 20px" };
  return (
    <MailLayout locale={locale} preview={t("preview")} heading={t("heading")} footer={t("footer", { email })}>
      <Text style={paragraph}>{t("intro", { browser: browserPhrase(props) })}</Text>
      <MailButton href={link}>{t("button")}</MailButton>
      <Text style={{ ...paragraph, color: mailColours.softInk, margin: "24px 0 8px" }}>{t("codeLabel")}</Text>
      <MailCode code={code} />
      <Text style={{ color: mailColours.softInk, fontSize: 14, lineHeight: "21px", margin: "16px 0 0" }}>
        {t("lifetime")}
      </Text>
    </MailLayout>
  );
}

/** The browser's name as a phrase of the mail's language. */
function browserPhrase({ locale, browserName }: SignInMailProps): string {
  const t = translator(locale, "mailSignIn");
  const [browser = "", system] = browserName.split(" on ");
  if (browser === "") return t("unknownBrowser");
  return system ? t("browserOnSystem", { browser, system }) : browser;
}
