import { useTranslations } from "next-intl";
import { Id, Instant } from "@/components/staff/instant";
import { LeaseComparison } from "@/components/staff/lease-comparison";
import { StaffAction } from "@/components/staff/staff-action";
import { useActionWords } from "@/components/staff/use-action-words";
import { Badge, type Tone } from "@/components/ui/badge";
import { toPublicId } from "@/lib/core/ids";
import type { Decision } from "@/lib/entitlements/decide-entitlements";
import type { DeviceWithLease, ExplainedLease } from "@/lib/entitlements/list-leases";
import type { FormAction } from "@/lib/entry/action";

type DevicesProps = {
  account: string;
  devices: DeviceWithLease[];
  decision: Decision;
  /** Left out for roles that may not. */
  disconnect?: FormAction<string>;
};

/** A customer's devices, each with its lease: what it may rely on without us, and whether that is still what we say. */
export function CustomerDevices({ account, devices, decision, disconnect }: DevicesProps) {
  const t = useTranslations("staff.leases");
  const words = useTranslations("portal.devices");
  const actionWords = useActionWords();
  return (
    <ul className="divide-y divide-line rounded-card border border-line bg-card text-sm">
      {devices.map((device) => {
        const [state, tone] = stateOf(device);
        return (
          <li key={device.id}>
            <details>
              <summary className="block list-none px-5 py-3.5 outline-offset-[-2px]">
                <span className="flex items-center gap-x-3">
                  <span className="min-w-0 font-semibold [overflow-wrap:anywhere]">{device.name}</span>
                  <Badge tone={tone}>{t(`state.${state}`)}</Badge>
                  <span className="ml-auto shrink-0 font-semibold text-brass-ink">{t("why")}</span>
                </span>
                <span className="mt-1 flex flex-wrap gap-x-4 text-soft-ink">
                  <span>
                    {t("lastUsed")} <Instant at={device.lastUsedAt} />
                  </span>
                  {device.clientVersion ? <span>{words("version", { version: device.clientVersion })}</span> : null}
                </span>
              </summary>
              <div className="space-y-4 px-5 pb-5">
                <p className="text-soft-ink">
                  {device.lease ? t(`explanation.${state}`) : t(device.hasKey ? "noneYet" : "noKey")}
                </p>
                <dl className="grid gap-x-6 gap-y-2 sm:grid-cols-[max-content_1fr]">
                  <Fact name={t("device")}>
                    <Id>{toPublicId("device", device.id)}</Id>
                  </Fact>
                  <Fact name={t("connected")}>
                    <Instant at={device.createdAt} />
                  </Fact>
                  <Fact name={t("key")}>{device.hasKey ? t("keyBound") : t("keyMissing")}</Fact>
                  {device.lease ? <LeaseFacts lease={device.lease} /> : null}
                </dl>
                {disconnect && !device.revokedAt ? (
                  <StaffAction
                    id={`disconnect-${device.id}`}
                    action={disconnect}
                    fields={{ account, device: toPublicId("device", device.id) }}
                    words={actionWords("disconnect", { device: device.name })}
                    isDangerous
                  />
                ) : null}
                {device.lease?.says ? <LeaseComparison says={device.lease.says} decision={decision} /> : null}
              </div>
            </details>
          </li>
        );
      })}
    </ul>
  );
}

type LeaseState = "none" | "revoked" | "stopped" | "outdated" | "true";

function stateOf({ revokedAt, lease }: DeviceWithLease): [LeaseState, Tone] {
  if (revokedAt) return ["revoked", "warning"];
  if (!lease) return ["none", "neutral"];
  if (lease.hasStopped) return ["stopped", "warning"];
  return lease.replacedFor ? ["outdated", "notice"] : ["true", "good"];
}

function LeaseFacts({ lease }: { lease: ExplainedLease }) {
  const t = useTranslations("staff.leases");
  return (
    <>
      <Fact name={t("issued")}>
        <Instant at={lease.issuedAt} /> <span className="text-soft-ink">· {t(`cause.${lease.cause}`)}</span>
      </Fact>
      <Fact name={t("renewAfter")}>
        <Instant at={lease.renewAfter} />
      </Fact>
      <Fact name={t("hardStop")}>
        <Instant at={lease.hardStop} />
      </Fact>
      {lease.replacedFor ? <Fact name={t("replacedFor")}>{t(`cause.${lease.replacedFor}`)}</Fact> : null}
      <Fact name={t("signedBy")}>
        <Id>{lease.kid}</Id>
      </Fact>
      <Fact name={t("id")}>
        <Id>{lease.jti}</Id>
      </Fact>
    </>
  );
}

function Fact({ name, children }: { name: string; children: React.ReactNode }) {
  return (
    <div className="contents">
      <dt className="text-soft-ink">{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
