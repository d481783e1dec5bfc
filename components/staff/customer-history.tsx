import { useTranslations } from "next-intl";
import { Id, Instant } from "@/components/staff/instant";
import { Badge, type Tone } from "@/components/ui/badge";
import { Cell, HeaderCell, Table, TableBody, TableHead, TableRow } from "@/components/ui/table";
import type { AuditRow, MailRow } from "@/lib/success/get-customer";

const mailTone: Record<MailRow["state"], Tone> = { queued: "notice", sent: "good", failed: "bad" };

export function MailTable({ mails }: { mails: MailRow[] }) {
  const t = useTranslations("staff.customer");
  return (
    <Table label={t("mails")}>
      <TableHead>
        <tr>
          <HeaderCell>{t("mailSubject")}</HeaderCell>
          <HeaderCell>{t("mailKind")}</HeaderCell>
          <HeaderCell>{t("state")}</HeaderCell>
          <HeaderCell>{t("mailSent")}</HeaderCell>
        </tr>
      </TableHead>
      <TableBody>
        {mails.map((mail) => (
          <TableRow key={mail.id}>
            <Cell>
              {mail.subject}
              {mail.lastError ? <span className="block text-ember-ink">{mail.lastError}</span> : null}
            </Cell>
            <Cell>
              <Id>{mail.kind}</Id>
            </Cell>
            <Cell>
              <Badge tone={mailTone[mail.state]}>{t(`mailState.${mail.state}`)}</Badge>
            </Cell>
            <Cell>{mail.sentAt ? <Instant at={mail.sentAt} /> : null}</Cell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}

/** Who did what, latest first; the detail is gone where a person was erased. */
export function AuditTable({ records }: { records: AuditRow[] }) {
  const t = useTranslations("staff.customer");
  return (
    <Table label={t("audit")}>
      <TableHead>
        <tr>
          <HeaderCell>{t("at")}</HeaderCell>
          <HeaderCell>{t("what")}</HeaderCell>
          <HeaderCell>{t("who")}</HeaderCell>
          <HeaderCell>{t("detail")}</HeaderCell>
        </tr>
      </TableHead>
      <TableBody>
        {records.map((record) => (
          <TableRow key={record.id}>
            <Cell className="align-top">
              <Instant at={record.at} />
            </Cell>
            <Cell className="whitespace-nowrap align-top">
              <Id>{record.action}</Id>
            </Cell>
            <Cell className="whitespace-nowrap align-top">
              {record.actorKind} {record.actorId ? <Id>{record.actorId}</Id> : null}
            </Cell>
            <Cell className="min-w-80 align-top font-mono text-xs text-soft-ink [overflow-wrap:anywhere]">
              {record.detail ? JSON.stringify(record.detail) : null}
            </Cell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}
