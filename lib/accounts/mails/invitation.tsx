import { render, Text } from "react-email";
import type { Locale } from "@/lib/core/locales";
import { MailButton, MailLayout, mailColours } from "@/lib/platform/mail-layout";
import { translator } from "@/lib/platform/messages";

export type InvitationMailProps = {
  locale: Locale;
  email: string;
  link: string;
  /** Who invites: their name and mail address, or the address alone. */
  inviter: string;
  /** The account's name; null where it has none. */
  account: string | null;
  expiresAt: Date;
};

/** The mail that offers a seat, in both forms that mail programs want. Its link opens nothing by itself. */
export async function renderInvitationMail(
  props: InvitationMailProps,
): Promise<{ subject: string; html: string; text: string }> {
  const { subject, heading, intro, how, button, lifetime, footer } = phrases(props);
  const text = [heading, intro, how, `${button}: ${props.link}`, lifetime, footer].join("\n\n");
  return { subject, html: await render(<InvitationMail {...props} />), text: `${text}\n` };
}

function phrases({ locale, email, inviter, account, expiresAt }: InvitationMailProps) {
  const t = translator(locale, "mails.invitation");
  const date = new Intl.DateTimeFormat(locale, { dateStyle: "long", timeZone: "UTC" }).format(expiresAt);
  return {
    subject: t("subject", { inviter }),
    preview: t("preview"),
    heading: account ? t("headingOf", { account }) : t("heading"),
    intro: t("intro", { inviter }),
    how: t("how", { email }),
    button: t("button"),
    lifetime: t("lifetime", { date }),
    footer: t("footer", { email, inviter }),
  };
}

function InvitationMail(props: InvitationMailProps) {
  const { preview, heading, intro, how, button, lifetime, footer } = phrases(props);
  const paragraph = { fontSize: 16, lineHeight: "24px", margin: "0 0 20px" };
  return (
    <MailLayout locale={props.locale} preview={preview} heading={heading} footer={footer}>
      <Text style={paragraph}>{intro}</Text>
      <Text style={paragraph}>{how}</Text>
      <MailButton href={props.link}>{button}</MailButton>
      <Text style={{ color: mailColours.softInk, fontSize: 14, lineHeight: "21px", margin: "20px 0 0" }}>
        {lifetime}
      </Text>
    </MailLayout>
  );
}
