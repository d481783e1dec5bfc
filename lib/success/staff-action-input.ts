import { z } from "zod";
import type { PaidPlanKey } from "@/lib/catalog/plans";

/** The fewest letters of a reason: enough for a word that means something to whoever reads the log. */
const minReasonLetters = 5;

/** For how many days staff can give a plan. */
export const grantDays = [7, 14, 30, 90, 365] as const;

/** Why staff do something to a customer. It is kept in the audit log, and shown in the timeline. */
export const actionReason = z
  .string()
  .trim()
  .max(500)
  .refine((text) => (text.match(/\p{L}/gu) ?? []).length >= minReasonLetters, "Give a reason.");

/** What every action on a customer names: the account (`acc_…`) and the reason. */
export const customerActionInput = z.object({ account: z.string(), reason: actionReason });

export const refundInput = customerActionInput.extend({
  charge: z.string().startsWith("ch_").or(z.string().startsWith("py_")),
  /** As people write it: "12,50" or "12.50", in the charge's currency, which has two decimals. */
  amount: z
    .string()
    .trim()
    .regex(/^\d{1,7}([.,]\d{1,2})?$/, "Give an amount.")
    .transform(toMinorUnits),
  attempt: z.uuid(),
});

export const grantInput = customerActionInput.extend({
  plan: z.enum(["pro", "team"] as const satisfies PaidPlanKey[], "Choose a plan."),
  days: z.coerce.number().refine((days) => grantDays.some((known) => known === days), "Choose for how long."),
});

/** "12,5" as 1250. Counted in digits, because 4.35 × 100 is not 435. */
function toMinorUnits(text: string): number {
  const [whole = "0", decimals = ""] = text.split(/[.,]/);
  return Number(whole) * 100 + Number(decimals.padEnd(2, "0"));
}
