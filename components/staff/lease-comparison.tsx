import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Instant } from "@/components/staff/instant";
import { useStorageText } from "@/components/storage-text";
import { Badge } from "@/components/ui/badge";
import { Cell, HeaderCell, Table, TableHead } from "@/components/ui/table";
import { featureKeys } from "@/lib/catalog/features";
import type { Decision } from "@/lib/entitlements/decide-entitlements";
import type { LeaseStatement } from "@/lib/entitlements/list-leases";
import type { Reason } from "@/lib/entitlements/reasons";

/** What a lease says beside what we would say now, feature by feature. */
export function LeaseComparison({ says, decision }: { says: LeaseStatement; decision: Decision }) {
  const t = useTranslations("staff.leases");
  const statuses = useTranslations("staff.status");
  const plans = useTranslations("catalog.plans");
  const names = useTranslations("catalog.features");
  return (
    <Table label={t("comparison")} className="table-fixed">
      <TableHead>
        <tr>
          <HeaderCell>{t("leaseSays")}</HeaderCell>
          <HeaderCell>{t("weSay")}</HeaderCell>
        </tr>
      </TableHead>
      <Comparison of={t("plan")}>
        {[says, decision].map(({ plan, status }, column) => (
          <Cell key={column === 0 ? "lease" : "now"} className={answerLook}>
            {plans(`${plan}.name`)} · {statuses(status)}
          </Cell>
        ))}
      </Comparison>
      {featureKeys.map((feature) => {
        const { until, ...leased } = says.features[feature];
        return (
          <Comparison key={feature} of={names(`${feature}.name`)}>
            <Answer {...leased} until={until === null ? null : new Date(until)} />
            <Answer {...decision.features[feature]} />
          </Comparison>
        );
      })}
    </Table>
  );
}

const answerLook = "pb-3 pt-1 align-top [&_time]:whitespace-normal";

/** Two answers below what they are about: beside them there is no room for it. */
function Comparison({ of, children }: { of: string; children: ReactNode }) {
  return (
    <tbody className="border-line not-last:border-b">
      <tr>
        <th scope="rowgroup" colSpan={2} className="px-4 pt-3 text-left font-semibold">
          {of}
        </th>
      </tr>
      <tr>{children}</tr>
    </tbody>
  );
}

type AnswerProps = { active: boolean; reason: Reason; until: Date | null; limit?: number; used?: number };

function Answer({ active, reason, until, limit, used }: AnswerProps) {
  const t = useTranslations("portal.features");
  const reasons = useTranslations("reasons");
  const storage = useStorageText();
  return (
    <Cell className={answerLook}>
      <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <Badge tone={active ? "good" : "neutral"}>{active ? t("on") : t("off")}</Badge>
        {until ? <Instant at={until} /> : null}
        {limit !== undefined && used !== undefined ? (
          <span className="figures">{t("used", { used: storage(used), limit: storage(limit) })}</span>
        ) : null}
      </span>
      <span className="mt-1 block text-soft-ink">{reasons(reason)}</span>
    </Cell>
  );
}
