import { Check, CircleSlash } from "lucide-react";
import type { Metadata } from "next";
import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { Wordmark } from "@/components/brand/mark";
import { AskedFacts } from "@/components/identity/asked-facts";
import { AuthCard } from "@/components/identity/auth-card";
import { browserPhrase } from "@/components/identity/browser-phrase";
import { ConsentAccounts } from "@/components/identity/consent-accounts";
import { DecisionForm } from "@/components/identity/decision-form";
import { MakeRoom } from "@/components/identity/make-room";
import { Alert } from "@/components/ui/alert";
import { buttonVariants } from "@/components/ui/button";
import { toPublicId } from "@/lib/core/ids";
import { listDeviceAccounts } from "@/lib/entitlements/device-accounts";
import { getDeviceLimit } from "@/lib/entitlements/get-device-limit";
import { findVisitor, type Visitor } from "@/lib/entry/page";
import { listDevices } from "@/lib/identity/devices";
import { findInteraction, type PendingInteraction } from "@/lib/identity/interactions";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("consent"))("title"), robots: { index: false } };
}

type Props = { params: Promise<{ uid: string }>; searchParams: Promise<{ error?: string; account?: string }> };

/** Asks the owner of an account whether the extension may use it. Opened in the extension's own small window. */
export default async function InteractionPage({ params, searchParams }: Props) {
  const [{ uid }, { error, account }, requestHeaders, visitor, brand] = await Promise.all([
    params,
    searchParams,
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
      {pending && isForVisitor ? (
        <Consent uid={uid} pending={pending} visitor={visitor} chosen={account} wasFull={error === "limit_reached"} />
      ) : (
        <Expired />
      )}
    </main>
  );
}

type ConsentProps = {
  uid: string;
  pending: PendingInteraction;
  visitor: Visitor;
  chosen: string | undefined;
  wasFull: boolean;
};

async function Consent({ uid, pending, visitor, chosen, wasFull }: ConsentProps) {
  const accounts = await listDeviceAccounts(visitor.user.id);
  const account = accounts.find(({ id }) => toPublicId("account", id) === chosen) ?? accounts[0];
  if (!account) return <Expired />;
  const [devices, { plan, limit }, t, signIn, brand] = await Promise.all([
    listDevices(account.id),
    getDeviceLimit(account.id),
    getTranslations("consent"),
    getTranslations("signIn"),
    getTranslations("brand"),
  ]);
  const isFull = devices.length >= limit;
  const removable = devices.filter(({ userId }) => account.role === "owner" || userId === visitor.user.id);
  const isStuck = isFull && removable.length <= devices.length - limit;
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
      <AskedFacts facts={[[t("account"), visitor.user.email]]} />
      {accounts.length > 1 ? <ConsentAccounts accounts={accounts} chosen={account.id} uid={uid} /> : null}
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
      {isFull && wasFull ? (
        <Alert tone="bad" live>
          {t("full.refused")}
        </Alert>
      ) : null}
      <DecisionForm
        action={`/oauth/interaction/${uid}/decision`}
        yes={isStuck ? null : { value: "allow", text: t(isFull ? "full.allow" : "allow") }}
        no={{ value: "deny", text: t("deny") }}
      >
        {accounts.length > 1 ? <input type="hidden" name="account" value={toPublicId("account", account.id)} /> : null}
        {isStuck ? (
          <Alert tone="warning" title={t("full.title", { limit })}>
            {t("full.othersOnly", { owner: account.ownedBy })}
          </Alert>
        ) : isFull ? (
          <MakeRoom devices={removable} needed={devices.length - limit + 1} limit={limit} plan={plan} />
        ) : null}
      </DecisionForm>
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
  const keys = ["entitlements_read", "usage_write", "account_read", "account_write"] as const;
  return keys.find((key) => key === scope.replace(":", "_"));
}
