import type { Metadata } from "next";
import { getFormatter, getTranslations } from "next-intl/server";
import { renameAccount, saveProfile, signOutAll } from "@/app/(account)/account/settings/actions";
import { AccountSwitch } from "@/components/portal/account-switch";
import { ConfirmButton } from "@/components/portal/confirm-button";
import { PageHead } from "@/components/portal/page-head";
import { AccountNameForm, ProfileForm } from "@/components/portal/settings-forms";
import { ThemeSwitch } from "@/components/theme/theme-switch";
import { Card, CardTitle } from "@/components/ui/card";
import { toPublicId } from "@/lib/core/ids";
import { requireCustomer } from "@/lib/entry/page";
import { listLinkedSignIns } from "@/lib/identity/linked-sign-ins";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("meta"))("settingsTitle") };
}

const switchItem =
  "flex w-full items-center gap-3 rounded-control px-3 py-2.5 text-left hover:bg-sunken [&_svg]:size-4 [&_svg]:shrink-0 [&_svg]:text-leaf-ink";

export default async function SettingsPage() {
  const { user, account, accounts } = await requireCustomer();
  const [linked, t] = await Promise.all([listLinkedSignIns(user.id), getTranslations("portal.settings")]);
  return (
    <div className="grid gap-6">
      <PageHead title={t("title")}>{t("lead")}</PageHead>
      <div className="grid items-start gap-6 lg:grid-cols-2">
        <Card aria-labelledby="profile">
          <CardTitle id="profile">{t("you")}</CardTitle>
          <ProfileForm key={user.locale} action={saveProfile} name={user.name} locale={user.locale} />
        </Card>
        <div className="grid gap-6">
          <Card aria-labelledby="account">
            <CardTitle id="account">{t("account")}</CardTitle>
            {account.role === "owner" ? (
              <AccountNameForm
                action={renameAccount}
                name={account.name}
                actingFor={toPublicId("account", account.id)}
              />
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
        <SignIns email={user.email} linked={linked} />
        <div className="mt-6 border-t border-line pt-5">
          <h3 className="text-lg">{t("everywhere")}</h3>
          <p className="mb-4 mt-1 max-w-prose text-soft-ink">{t("everywhereText")}</p>
          <ConfirmButton
            action={signOutAll}
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

type SignInsProps = { email: string; linked: Awaited<ReturnType<typeof listLinkedSignIns>> };

/** The ways in: mail for everyone, and whatever else this deployment has set up. */
async function SignIns({ email, linked }: SignInsProps) {
  const [t, format] = await Promise.all([getTranslations("portal.settings"), getFormatter()]);
  return (
    <>
      <dl className="mt-4 grid gap-4">
        <div>
          <dt className="text-sm text-soft-ink">{t("email")}</dt>
          <dd className="break-words font-semibold">{email}</dd>
        </div>
        {linked.map(({ provider, linkedAt }) => (
          <div key={provider}>
            <dt className="text-sm text-soft-ink">
              {t.has(`provider.${provider}`) ? t(`provider.${provider}`) : provider}
            </dt>
            <dd className="font-semibold">
              {linkedAt ? t("linked", { date: format.dateTime(linkedAt, { dateStyle: "medium" }) }) : t("notLinked")}
            </dd>
          </div>
        ))}
      </dl>
      <p className="mt-4 max-w-prose text-[0.9375rem] text-soft-ink">{t("emailText")}</p>
    </>
  );
}
