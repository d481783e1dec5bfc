import { z } from "zod";
import type { PaidPlanKey } from "@/lib/catalog/plans";
import { parseMoney } from "@/lib/core/money";

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

export const refundInput = customerActionInput
  .extend({
    charge: z.string().startsWith("ch_").or(z.string().startsWith("py_")),
    /** The charge's, in which the amount was shown and typed. */
    currency: z.string().regex(/^[a-z]{3}$/),
    /** As people write it: "12,50" or "12.50". */
    amount: z.string(),
    /** How much the page took for given back or asked for already, in minor units. */
    shown: z.coerce.number().int().min(0),
    attempt: z.uuid(),
  })
  .transform(({ amount, shown: shownMinor, ...rest }, context) => {
    const amountMinor = parseMoney(amount, rest.currency);
    if (amountMinor !== null) return { ...rest, amountMinor, shownMinor };
    context.addIssue({ code: "custom", path: ["amount"], message: "Give an amount." });
    return z.NEVER;
  });

export const grantInput = customerActionInput.extend({
  plan: z.enum(["pro", "team"] as const satisfies PaidPlanKey[], "Choose a plan."),
  days: z.coerce.number().refine((days) => grantDays.some((known) => known === days), "Choose for how long."),
  attempt: z.uuid(),
});
