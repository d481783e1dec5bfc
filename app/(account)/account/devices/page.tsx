import { MonitorSmartphone } from "lucide-react";
import type { Metadata } from "next";
import { getFormatter, getTranslations } from "next-intl/server";
import { disconnect } from "@/app/(account)/account/devices/actions";
import { ConfirmButton } from "@/components/portal/confirm-button";
import { ConnectGuide } from "@/components/portal/connect-guide";
import { DevicePlaces } from "@/components/portal/device-places";
import { HelpList } from "@/components/portal/help-list";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { listMembers, type Member } from "@/lib/accounts/members";
import { toPublicId } from "@/lib/core/ids";
import { getDeviceLimit } from "@/lib/entitlements/get-device-limit";
import { requireCustomer } from "@/lib/entry/page";
import { listDevices } from "@/lib/identity/devices";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("meta"))("devicesTitle") };
}

export default async function DevicesPage() {
  const { account, user } = await requireCustomer();
  const isOwner = account.role === "owner";
  const [devices, places, members, t, format] = await Promise.all([
    listDevices(account.id),
    getDeviceLimit(account.id),
    listMembers(account.id),
    getTranslations("portal.devices"),
    getFormatter(),
  ]);
  const day = (date: Date) => format.dateTime(date, { dateStyle: "medium" });
  return (
    <>
      <h1 className="text-title">{t("title")}</h1>
      <p className="mt-2 max-w-prose text-soft-ink">{t("lead")}</p>
      <DevicePlaces connected={devices.length} {...places} />
      <div className="mt-8">
        {devices.length === 0 ? (
          <EmptyState icon={<MonitorSmartphone />} title={t("emptyTitle")}>
            <p className="mb-4">{t("emptyText")}</p>
            <ConnectGuide />
          </EmptyState>
        ) : (
          <Card aria-label={t("title")} className="py-2">
            <ul className="divide-y divide-line">
              {devices.map(({ id, userId, name, clientVersion, createdAt, lastUsedAt }) => (
                <li key={id} className="flex flex-wrap items-center gap-x-5 gap-y-3 py-5">
                  <MonitorSmartphone aria-hidden="true" className="size-6 shrink-0 text-brass-ink" />
                  <div className="min-w-0 grow basis-48">
                    <h2 className="break-words text-lg">{name}</h2>
                    <p className="text-sm text-soft-ink">
                      {[
                        userId === user.id ? null : usedBy(members, userId, isOwner, t("other")),
                        clientVersion ? t("version", { version: clientVersion }) : null,
                        t("connected", { date: day(createdAt) }),
                        lastUsedAt ? t("lastUsed", { date: day(lastUsedAt) }) : t("neverUsed"),
                      ]
                        .filter((part) => part !== null)
                        .join(" · ")}
                    </p>
                  </div>
                  {isOwner || userId === user.id ? (
                    <ConfirmButton
                      action={disconnect}
                      actingFor={toPublicId("account", account.id)}
                      fields={{ device: toPublicId("device", id) }}
                      label={t("disconnectOf", { name })}
                      title={t("confirmTitle", { name })}
                      text={t("confirmText")}
                      confirm={t("disconnect")}
                      done={t("done", { name })}
                    >
                      {t("disconnect")}
                    </ConfirmButton>
                  ) : null}
                </li>
              ))}
            </ul>
          </Card>
        )}
      </div>
      <div className="mt-8">
        <HelpList topics={["reinstall", "places", "lost"]} />
      </div>
    </>
  );
}

/** Whose browser it is: the owner of a team sees it by name, a member that it is somebody else's. */
function usedBy(members: readonly Member[], userId: string, isOwner: boolean, other: string): string {
  const member = members.find((one) => one.userId === userId);
  return isOwner && member ? (member.name ?? member.email) : other;
}
