import { useTranslations } from "next-intl";
import { HeaderCell, Table, TableBody, TableHead } from "@/components/ui/table";

export type MonthCell = { value: string; href?: string };
export type MonthRow = { key: string; name: string; isRunning: boolean; cells: MonthCell[] };

/** Said once for the table: hundreds of cells with classes of their own would outweigh what they say. */
const cellClasses =
  "[&_tbody_tr:hover]:bg-sunken/50 [&_tbody_th]:whitespace-nowrap [&_tbody_th]:px-4 [&_tbody_th]:py-2 [&_tbody_th]:text-left [&_tbody_th]:font-semibold [&_td]:whitespace-nowrap [&_td]:px-4 [&_td]:py-1 [&_td]:text-right [&_td]:tabular-nums [&_td_a]:inline-flex [&_td_a]:min-h-9 [&_td_a]:items-center [&_td_a]:underline [&_td_a]:decoration-control-line/60 [&_td_a]:underline-offset-4 [&_td_a:hover]:decoration-current";

/** A chart's figures, newest month first, each with the way to its rows. */
export function MonthTable({ label, columns, rows }: { label: string; columns: string[]; rows: MonthRow[] }) {
  const t = useTranslations("staff.overview");
  return (
    <Table label={label} className={cellClasses}>
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
          <tr key={key}>
            <th scope="row">
              {name}
              {isRunning ? <span className="font-normal text-soft-ink"> · {t("running")}</span> : null}
            </th>
            {cells.map(({ value, href }, index) => (
              <td key={columns[index]}>{href ? <a href={href}>{value}</a> : value}</td>
            ))}
          </tr>
        ))}
      </TableBody>
    </Table>
  );
}
