import type { Locale } from "@/lib/core/locales";
import { renderCodeMail } from "@/lib/identity/mails/code-mail";
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
  const { locale, link, code, email } = props;
  return renderCodeMail({
    locale,
    link,
    code,
    texts: {
      subject: t("subject"),
      preview: t("preview"),
      heading: t("heading"),
      intro: t("intro", { email }),
      button: t("button"),
      codeLabel: t("codeLabel"),
      lifetime: t("lifetime"),
      footer: t("footer", { email }),
    },
  });
}
