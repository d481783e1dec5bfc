import { useFormatter, useTranslations } from "next-intl";
import { Instant } from "@/components/staff/instant";
import { useSentence } from "@/components/staff/use-sentence";
import { Link } from "@/components/ui/link";
import { Cell, HeaderCell, Table, TableBody, TableHead, TableRow } from "@/components/ui/table";
import { toPublicId } from "@/lib/core/ids";
import type { DeadLetter } from "@/lib/success/list-dead-letters";

/** Calls and mails that keep failing, latest first. */
export function DeadLetterTable({ letters }: { letters: DeadLetter[] }) {
  const t = useTranslations("staff.inbox");
  const write = useSentence();
  const format = useFormatter();
  return (
    <Table label={t("deadLetters")}>
      <TableHead>
        <tr>
          <HeaderCell>{t("what")}</HeaderCell>
          <HeaderCell>{t("since")}</HeaderCell>
          <HeaderCell className="text-right">{t("attempts")}</HeaderCell>
          <HeaderCell>{t("error")}</HeaderCell>
          <HeaderCell>{t("customer")}</HeaderCell>
        </tr>
      </TableHead>
      <TableBody>
        {letters.map(({ id, sentence, deadAt, attempts, lastError, accountId }) => (
          <TableRow key={id}>
            <Cell className="min-w-64">{write(sentence)}</Cell>
            <Cell>
              <Instant at={deadAt} />
            </Cell>
            <Cell className="figures text-right">{format.number(attempts)}</Cell>
            {/* Written by the code that failed, in the language of logs. */}
            <Cell className="min-w-64" lang="en">
              {lastError}
            </Cell>
            <Cell>
              {accountId ? (
                <Link
                  href={`/staff/customers/${toPublicId("account", accountId)}`}
                  className="font-semibold underline underline-offset-4"
                >
                  {t("toCustomer")}
                </Link>
              ) : null}
            </Cell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}
