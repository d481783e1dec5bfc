import type { Metadata } from "next";
import { headers } from "next/headers";
import { getFormatter, getTranslations } from "next-intl/server";
import { renameAccount, saveProfile, signOutAll } from "@/app/(account)/account/settings/actions";
import {
  askForAddress,
  confirmAddress,
  keepAddress,
  sendAddressMailAgain,
} from "@/app/(account)/account/settings/mail-address-actions";
import { AccountSwitch } from "@/components/portal/account-switch";
import { ConfirmButton } from "@/components/portal/confirm-button";
import { MailAddress } from "@/components/portal/mail-address";
import { PageHead } from "@/components/portal/page-head";
import { AccountNameForm, ProfileForm } from "@/components/portal/settings-forms";
import { hasText } from "@/components/texts/has-text";
import { ThemeSwitch } from "@/components/theme/theme-switch";
import { Card, CardTitle } from "@/components/ui/card";
import { toPublicId } from "@/lib/core/ids";
import { requireCustomer } from "@/lib/entry/page";
import { readEmailChange } from "@/lib/identity/email-change";
import { listLinkedSignIns } from "@/lib/identity/linked-sign-ins";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("meta"))("settingsTitle") };
}

const switchItem =
  "flex w-full items-center gap-3 rounded-control px-3 py-2.5 text-left hover:bg-sunken [&_svg]:size-4 [&_svg]:shrink-0 [&_svg]:text-leaf-ink";

const mailActions = { ask: askForAddress, sendAgain: sendAddressMailAgain, confirm: confirmAddress, keep: keepAddress };

export default async function SettingsPage({ searchParams }: PageProps<"/account/settings">) {
  const { user, account, accounts } = await requireCustomer();
  const [{ mail }, linked, change, t] = await Promise.all([
    searchParams,
    listLinkedSignIns(user.id),
    readEmailChange((await headers()).get("cookie")),
    getTranslations("portal.settings"),
  ]);
  const actingFor = toPublicId("account", account.id);
  const step = typeof mail === "string" ? mail : undefined;
  return (
    <div className="grid gap-6">
      <PageHead title={t("title")}>{t("lead")}</PageHead>
      <div className="grid items-start gap-6 lg:grid-cols-2">
        <Card aria-labelledby="profile">
          <CardTitle id="profile">{t("you")}</CardTitle>
          <ProfileForm
            key={user.locale}
            action={saveProfile}
            name={user.name}
            locale={user.locale}
            actingFor={actingFor}
          />
        </Card>
        <div className="grid gap-6">
          <Card aria-labelledby="account">
            <CardTitle id="account">{t("account")}</CardTitle>
            {account.role === "owner" ? (
              <AccountNameForm action={renameAccount} name={account.name} actingFor={actingFor} />
            ) : (
              <p className="mt-2 text-soft-ink">{t("notOwner", { owner: account.ownedBy })}</p>
            )}
            {accounts.length > 1 ? (
              <div className="-mx-3 mt-6 max-w-xl border-t border-line pt-5">
                <AccountSwitch accounts={accounts} itemClassName={switchItem} />
              </div>
            ) : null}
          </Card>
          <Card aria-labelledby="appearance">
            <CardTitle id="appearance">{t("appearance")}</CardTitle>
            <p className="mb-4 mt-1 text-soft-ink">{t("appearanceText")}</p>
            <ThemeSwitch />
          </Card>
        </div>
      </div>
      <Card aria-labelledby="sign-in">
        <CardTitle id="sign-in">{t("signIn")}</CardTitle>
        <MailAddress email={user.email} change={change} step={step} actingFor={actingFor} actions={mailActions} />
        <OutsideSignIns linked={linked} />
        <div className="mt-6 border-t border-line pt-5">
          <h3 className="text-lg">{t("everywhere")}</h3>
          <p className="mb-4 mt-1 max-w-prose text-soft-ink">{t("everywhereText")}</p>
          <ConfirmButton
            action={signOutAll}
            actingFor={actingFor}
            title={t("everywhereTitle")}
            text={t("everywhereConfirm")}
            confirm={t("everywhere")}
          >
            {t("everywhere")}
          </ConfirmButton>
        </div>
      </Card>
    </div>
  );
}

/** The ways in besides the mail: whatever this deployment has set up. */
async function OutsideSignIns({ linked }: { linked: Awaited<ReturnType<typeof listLinkedSignIns>> }) {
  const [t, format] = await Promise.all([getTranslations("portal.settings"), getFormatter()]);
  if (linked.length === 0) return null;
  const nameOf = (provider: string) => {
    const key = `provider.${provider}` as const;
    return hasText(t, key) ? t(key) : provider;
  };
  return (
    <dl className="mt-5 grid gap-4">
      {linked.map(({ provider, linkedAt }) => (
        <div key={provider}>
          <dt className="text-sm text-soft-ink">{nameOf(provider)}</dt>
          <dd className="font-semibold">
            {linkedAt ? t("linked", { date: format.dateTime(linkedAt, { dateStyle: "medium" }) }) : t("notLinked")}
          </dd>
        </div>
      ))}
    </dl>
  );
}
