import { Check, CircleSlash } from "lucide-react";
import type { Metadata } from "next";
import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { Wordmark } from "@/components/brand/mark";
import { AuthCard } from "@/components/identity/auth-card";
import { browserPhrase } from "@/components/identity/browser-phrase";
import { Button, buttonVariants } from "@/components/ui/button";
import { SubmitButton } from "@/components/ui/submit-button";
import { toPublicId } from "@/lib/core/ids";
import { findVisitor } from "@/lib/entry/page";
import { findInteraction, type PendingInteraction } from "@/lib/identity/interactions";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("consent"))("title"), robots: { index: false } };
}

type Props = { params: Promise<{ uid: string }> };

/** Asks the owner of an account whether the extension may use it. Opened in the extension's own small window. */
export default async function InteractionPage({ params }: Props) {
  const [{ uid }, requestHeaders, visitor, brand] = await Promise.all([
    params,
    headers(),
    findVisitor(),
    getTranslations("brand"),
  ]);
  const pending = await findInteraction(uid, requestHeaders.get("cookie"));
  if (pending?.prompt === "login") redirect(`/oauth/interaction/${uid}/login`);
  const isForVisitor = visitor !== null && pending?.subject === toPublicId("user", visitor.user.id);
  return (
    <main id="content" tabIndex={-1} className="flex-1 outline-none">
      <div className="shell flex justify-center pt-8">
        <Wordmark name={brand("name")} />
      </div>
      {pending && isForVisitor ? <Consent uid={uid} pending={pending} email={visitor.user.email} /> : <Expired />}
    </main>
  );
}

async function Consent({ uid, pending, email }: { uid: string; pending: PendingInteraction; email: string }) {
  const [t, signIn, brand] = await Promise.all([
    getTranslations("consent"),
    getTranslations("signIn"),
    getTranslations("brand"),
  ]);
  const browser = pending.userCode ? browserPhrase(pending.deviceName, signIn) : t("thisBrowser");
  return (
    <AuthCard heading={t("heading")} lead={t("lead", { brand: brand("name"), browser })}>
      {pending.userCode ? (
        <div className="rounded-control bg-brass-wash p-4">
          <p className="text-sm">{t("codeHint")}</p>
          <p className="mt-1 font-mono text-2xl font-semibold tracking-[0.15em]">{pending.userCode}</p>
          <p className="mt-2 text-sm text-soft-ink">{t("codeWarning")}</p>
        </div>
      ) : null}
      <dl className="flex flex-wrap justify-between gap-x-4 rounded-control bg-sunken px-4 py-3 text-[0.9375rem]">
        <dt className="text-soft-ink">{t("account")}</dt>
        <dd className="min-w-0 break-words font-semibold">{email}</dd>
      </dl>
      <div>
        <h2 className="text-base">{t("may")}</h2>
        <ul className="mt-2 grid gap-2 text-[0.9375rem]">
          {pending.scopes.map(toScopeKey).map((scope) =>
            scope ? (
              <li key={scope} className="flex gap-2.5">
                <Check aria-hidden="true" className="mt-0.5 size-5 shrink-0 text-leaf-ink" />
                {t(`scope.${scope}`)}
              </li>
            ) : null,
          )}
        </ul>
        <p className="mt-3 flex gap-2.5 text-sm text-soft-ink">
          <CircleSlash aria-hidden="true" className="mt-0.5 size-4.5 shrink-0" />
          {t("mayNot")}
        </p>
      </div>
      <form method="post" action={`/oauth/interaction/${uid}/decision`} className="grid gap-3">
        <SubmitButton name="decision" value="allow">
          {t("allow")}
        </SubmitButton>
        <Button type="submit" name="decision" value="deny" variant="outline">
          {t("deny")}
        </Button>
      </form>
      <p className="text-sm text-soft-ink">{t("disconnect")}</p>
    </AuthCard>
  );
}

async function Expired() {
  const t = await getTranslations("consent");
  return (
    <AuthCard heading={t("expiredTitle")} lead={t("expiredText")}>
      <a href="/" className={buttonVariants({ variant: "outline" })}>
        {t("home")}
      </a>
    </AuthCard>
  );
}

/** The scopes that the page has words for; the protocol's own go without saying. */
function toScopeKey(scope: string) {
  const keys = ["entitlements_read", "usage_write", "account_read"] as const;
  return keys.find((key) => key === scope.replace(":", "_"));
}
