import { useTranslations } from "next-intl";
import { Link } from "@/components/ui/link";
import { Cell, HeaderCell, Table, TableBody, TableHead, TableRow } from "@/components/ui/table";

export type MonthCell = { value: string; href?: string };
export type MonthRow = { key: string; name: string; isRunning: boolean; cells: MonthCell[] };

/** A chart's figures, newest month first, each with the way to its rows. */
export function MonthTable({ label, columns, rows }: { label: string; columns: string[]; rows: MonthRow[] }) {
  const t = useTranslations("staff.overview");
  return (
    <Table label={label}>
      <TableHead>
        <tr>
          <HeaderCell>{t("month")}</HeaderCell>
          {columns.map((column) => (
            <HeaderCell key={column} className="text-right">
              {column}
            </HeaderCell>
          ))}
        </tr>
      </TableHead>
      <TableBody>
        {[...rows].reverse().map(({ key, name, isRunning, cells }) => (
          <TableRow key={key}>
            <th scope="row" className="whitespace-nowrap px-4 py-2 text-left font-semibold">
              {name}
              {isRunning ? <span className="font-normal text-soft-ink"> · {t("running")}</span> : null}
            </th>
            {cells.map(({ value, href }, index) => (
              <Cell key={columns[index]} className="figures whitespace-nowrap py-2 text-right">
                {href ? (
                  <Link
                    href={href}
                    aria-label={`${value}: ${columns[index]}, ${name}`}
                    className="inline-flex min-h-9 items-center underline decoration-line underline-offset-4 hover:decoration-current"
                  >
                    {value}
                  </Link>
                ) : (
                  value
                )}
              </Cell>
            ))}
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}
