import { render, Text } from "react-email";
import type { Locale } from "@/lib/core/locales";
import { MailCode, spacedCode } from "@/lib/identity/mails/mail-code";
import { MailButton, MailLayout, mailColours } from "@/lib/platform/mail-layout";

type CodeMailProps = {
  locale: Locale;
  link: string;
  /** Six digits. */
  code: string;
  /** What the mail says, in its language. */
  texts: Record<"subject" | "preview" | "heading" | "intro" | "button" | "codeLabel" | "lifetime" | "footer", string>;
};

/** A mail with a link that asks before it does anything, and a code for the window that waits, in both forms. */
export async function renderCodeMail(props: CodeMailProps): Promise<{ subject: string; html: string; text: string }> {
  const { texts, link, code } = props;
  const text = [
    texts.heading,
    texts.intro,
    `${texts.button}: ${link}`,
    `${texts.codeLabel} ${spacedCode(code)}`,
    texts.lifetime,
    texts.footer,
  ].join("\n\n");
  return { subject: texts.subject, html: await render(<CodeMail {...props} />), text: `${text}\n` };
}

function CodeMail({ locale, link, code, texts }: CodeMailProps) {
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
