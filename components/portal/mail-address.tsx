import { getTranslations } from "next-intl/server";
import { ActionForm } from "@/components/portal/action-form";
import { AddressCodeForm, NewAddressForm, SendAgainForm } from "@/components/portal/mail-address-forms";
import { Alert } from "@/components/ui/alert";
import { buttonVariants } from "@/components/ui/button";
import { Link } from "@/components/ui/link";
import type { FormAction } from "@/lib/entry/action";
import type { EmailChangeState } from "@/lib/identity/email-change";

const page = "/account/settings";
const asking = `${page}?mail=change#mail-address`;

type MailAddressProps = {
  email: string;
  change: EmailChangeState;
  /** What the page's address says about it: `change` opens the form, `changed` follows a confirmation. */
  step: string | undefined;
  /** The public id of the account for which the page is shown. */
  actingFor: string;
  actions: Record<"ask" | "sendAgain" | "confirm" | "keep", FormAction<void>>;
};

/** The address that somebody signs in with, and the whole way to another one; each step is the page's own, so that it needs no script. */
export async function MailAddress({ email, change, step, actingFor, actions }: MailAddressProps) {
  const t = await getTranslations("portal.settings");
  const texts = await getTranslations("portal.settings.mailAddress");
  const { pending, mayAsk } = change;
  const isAsking = step === "change" && !pending;
  return (
    <section id="mail-address" aria-label={t("email")} className="mt-4 scroll-mt-24">
      {step === "changed" && !pending ? (
        <Alert tone="good" live title={texts("changedTitle", { email })} className="mb-5">
          {texts("changedText")}
        </Alert>
      ) : null}
      <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-4">
        <div className="min-w-0">
          <p className="text-sm text-soft-ink">{t("email")}</p>
          <p className="break-words font-semibold">{email}</p>
          <p className="mt-2 max-w-prose text-[0.9375rem] text-soft-ink">{t("emailText")}</p>
        </div>
        {pending || isAsking ? null : (
          <Link href={asking} scroll={false} className={buttonVariants({ variant: "outline", size: "sm" })}>
            {texts("change")}
          </Link>
        )}
      </div>
      {pending ? <Pending pending={pending} actingFor={actingFor} actions={actions} /> : null}
      {isAsking ? (
        <div className="mt-5 max-w-xl rounded-control bg-sunken p-5">
          {mayAsk ? (
            <NewAddressForm action={actions.ask} actingFor={actingFor}>
              <Link href={page} scroll={false} className={buttonVariants({ variant: "outline" })}>
                {texts("cancel")}
              </Link>
            </NewAddressForm>
          ) : (
            <SignInAgain />
          )}
        </div>
      ) : null}
    </section>
  );
}

async function SignInAgain() {
  const texts = await getTranslations("portal.settings.mailAddress");
  const query = new URLSearchParams({ again: "1", callbackUrl: asking });
  return (
    <>
      <p className="text-pretty">{texts("againText")}</p>
      <div className="mt-4 flex flex-wrap gap-3">
        <a href={`/sign-in?${query}`} className={buttonVariants()}>
          {texts("again")}
        </a>
        <Link href={page} scroll={false} className={buttonVariants({ variant: "outline" })}>
          {texts("cancel")}
        </Link>
      </div>
    </>
  );
}

type PendingProps = { pending: NonNullable<EmailChangeState["pending"]> } & Pick<
  MailAddressProps,
  "actingFor" | "actions"
>;

/** The request that waits: what to do now, another mail, or staying with the present address. */
async function Pending({ pending, actingFor, actions }: PendingProps) {
  const texts = await getTranslations("portal.settings.mailAddress");
  const { email, isExpired, canTypeCode, isOfThisBrowser } = pending;
  const text = isOfThisBrowser ? "pendingText" : "elsewhereText";
  const expiredText = isOfThisBrowser ? "expiredText" : "expiredElsewhereText";
  return (
    <div className="mt-5 max-w-xl rounded-control bg-sunken p-5">
      <h3 className="break-words text-lg">{texts("pendingTitle", { email })}</h3>
      <p className="mt-1 text-pretty text-soft-ink">{texts(isExpired ? expiredText : text)}</p>
      {isOfThisBrowser && !isExpired && canTypeCode ? (
        <AddressCodeForm action={actions.confirm} actingFor={actingFor} />
      ) : null}
      {isOfThisBrowser && !isExpired && !canTypeCode ? (
        <Alert tone="warning" className="mt-4">
          {texts("codeError.code_exhausted")}
        </Alert>
      ) : null}
      <div className="mt-5 flex flex-wrap gap-3">
        {isOfThisBrowser ? <SendAgainForm action={actions.sendAgain} actingFor={actingFor} /> : null}
        <ActionForm action={actions.keep} actingFor={actingFor} variant="ghost" size="sm">
          {texts("cancel")}
        </ActionForm>
      </div>
    </div>
  );
}
