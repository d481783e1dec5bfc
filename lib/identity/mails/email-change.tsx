import { render, Text } from "react-email";
import type { Locale } from "@/lib/core/locales";
import { MailCode, spacedCode } from "@/lib/identity/mails/mail-code";
import { MailButton, MailLayout, mailColours } from "@/lib/platform/mail-layout";
import { translator } from "@/lib/platform/messages";

type EmailChangeMailProps = {
  locale: Locale;
  /** The address that is to be the person's from now on. */
  email: string;
  link: string;
  /** Six digits. */
  code: string;
};

/** The mail to a new address, in both forms. It does not say who asked: the address may have been mistyped. */
export async function renderEmailChangeMail(
  props: EmailChangeMailProps,
): Promise<{ subject: string; html: string; text: string }> {
  const t = translator(props.locale, "mailAddressChange");
  const { code, link, email } = props;
  const text = [
    t("heading"),
    t("intro", { email }),
    `${t("button")}: ${link}`,
    `${t("codeLabel")} ${spacedCode(code)}`,
    t("lifetime"),
    t("footer", { email }),
  ].join("\n\n");
  return { subject: t("subject"), html: await render(<EmailChangeMail {...props} />), text: `${text}\n` };
}

function EmailChangeMail({ locale, email, link, code }: EmailChangeMailProps) {
  const t = translator(locale, "mailAddressChange");
  const paragraph = { fontSize: 16, lineHeight: "24px", margin: "0 0 20px" };
  return (
    <MailLayout locale={locale} preview={t("preview")} heading={t("heading")} footer={t("footer", { email })}>
      <Text style={paragraph}>{t("intro", { email })}</Text>
      <MailButton href={link}>{t("button")}</MailButton>
      <Text style={{ ...paragraph, color: mailColours.softInk, margin: "24px 0 8px" }}>{t("codeLabel")}</Text>
      <MailCode code={code} />
      <Text style={{ color: mailColours.softInk, fontSize: 14, lineHeight: "21px", margin: "16px 0 0" }}>
        {t("lifetime")}
      </Text>
    </MailLayout>
  );
}
