import { render, Text } from "react-email";
import type { Locale } from "@/lib/core/locales";
import { MailButton, MailLayout } from "@/lib/platform/mail-layout";
import { translator } from "@/lib/platform/messages";

/** What somebody is told about their mail address; `email` is whom the notice goes to. */
type AddressNotice = { locale: Locale; email: string } & (
  | {
      /** It was replaced. Without a link there is no way back from here. */
      kind: "changed";
      newEmail: string;
      link: string | undefined;
    }
  /** Somebody else wanted to have it. */
  | { kind: "taken" }
  /** Somebody signs in with it who has another one since a few days. */
  | { kind: "moved" }
  /** The one from before counts again. */
  | { kind: "restored" }
);

/** The notice in both forms that mail programs want. None of them signs anybody in. */
export async function renderAddressNotice(
  notice: AddressNotice,
): Promise<{ subject: string; html: string; text: string }> {
  const { subject, heading, paragraphs, button, footer } = phrases(notice);
  const link = linkOf(notice);
  const text = [heading, ...paragraphs, ...(link ? [`${button}: ${link}`] : []), footer].join("\n\n");
  return { subject, html: await render(<AddressNoticeMail {...notice} />), text: `${text}\n` };
}

function phrases(notice: AddressNotice) {
  const { kind, locale, email } = notice;
  const t = translator(locale, "mails.addressNotice");
  const newEmail = kind === "changed" ? notice.newEmail : "";
  const paragraphs = [t(`${kind}.intro`, { email, newEmail })];
  if (kind !== "changed" || notice.link) paragraphs.push(t(`${kind}.how`));
  return {
    subject: t(`${kind}.subject`),
    heading: t(`${kind}.heading`),
    paragraphs,
    button: t("button"),
    footer: t("footer", { email }),
  };
}

function AddressNoticeMail(notice: AddressNotice) {
  const { heading, paragraphs, button, footer } = phrases(notice);
  const link = linkOf(notice);
  return (
    <MailLayout locale={notice.locale} preview={paragraphs[0] ?? heading} heading={heading} footer={footer}>
      {paragraphs.map((paragraph) => (
        <Text key={paragraph} style={{ fontSize: 16, lineHeight: "24px", margin: "0 0 20px" }}>
          {paragraph}
        </Text>
      ))}
      {link ? <MailButton href={link}>{button}</MailButton> : null}
    </MailLayout>
  );
}

function linkOf(notice: AddressNotice): string | undefined {
  return notice.kind === "changed" ? notice.link : undefined;
}
