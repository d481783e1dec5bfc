import { render, Text } from "react-email";
import type { Locale } from "@/lib/core/locales";
import { MailCode, spacedCode } from "@/lib/identity/mails/mail-code";
import { MailButton, MailLayout, mailColours } from "@/lib/platform/mail-layout";
import { translator } from "@/lib/platform/messages";

type CodeMailProps = {
  /** What the link and the code are for: the group of texts in messages/. */
  about: "mails.signIn" | "mails.addressChange";
  locale: Locale;
  /** Whom the mail is sent to. */
  email: string;
  link: string;
  /** Six digits. */
  code: string;
  /** The browser that asked, as a phrase of the mail's language, where the mail names it. */
  browser?: string;
};

/**
 * A mail with a link that asks before it does anything, and a code for the window that waits, in both forms that mail programs
 * want. The subject holds no secret: it shows on locked phones.
 */
export async function renderCodeMail(props: CodeMailProps): Promise<{ subject: string; html: string; text: string }> {
  const { link, code } = props;
  const texts = textsOf(props);
  const text = [
    texts.heading,
    texts.intro,
    `${texts.button}: ${link}`,
    `${texts.codeLabel} ${spacedCode(code)}`,
    texts.lifetime,
    texts.footer,
  ].join("\n\n");
  return { subject: texts.subject, html: await render(<CodeMail {...props} texts={texts} />), text: `${text}\n` };
}

function textsOf({ about, locale, email, browser = "" }: CodeMailProps) {
  const t = translator(locale, about);
  return {
    subject: t("subject"),
    preview: t("preview"),
    heading: t("heading"),
    intro: t("intro", { email, browser }),
    button: t("button"),
    codeLabel: t("codeLabel"),
    lifetime: t("lifetime"),
    footer: t("footer", { email }),
  };
}

function CodeMail({ locale, link, code, texts }: CodeMailProps & { texts: ReturnType<typeof textsOf> }) {
  const paragraph = { fontSize: 16, lineHeight: "24px", margin: "0 0 20px" };
  return (
    <MailLayout locale={locale} preview={texts.preview} heading={texts.heading} footer={texts.footer}>
      <Text style={paragraph}>{texts.intro}</Text>
      <MailButton href={link}>{texts.button}</MailButton>
      <Text style={{ ...paragraph, color: mailColours.softInk, margin: "24px 0 8px" }}>{texts.codeLabel}</Text>
      <MailCode code={code} />
      <Text style={{ color: mailColours.softInk, fontSize: 14, lineHeight: "21px", margin: "16px 0 0" }}>
        {texts.lifetime}
      </Text>
    </MailLayout>
  );
}
