import type { RevenueList } from "@/lib/analytics/revenue-lists";
import { monthKey } from "@/lib/core/months";

/** Where the rows behind a figure are. */
export function rowsAddress(kind: RevenueList, currency: string, month: Date): string {
  return `/staff/revenue?kind=${kind}&month=${monthKey(month)}&currency=${currency}`;
}
