"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import { cancelAtPeriodEnd, resumeSubscription } from "@/lib/billing/change-subscription";
import { replayInboxEvent } from "@/lib/billing/inbox";
import { refundCharge } from "@/lib/billing/refund-charge";
import { syncAccountForStaff } from "@/lib/billing/sync-customer";
import { fromPublicId } from "@/lib/core/ids";
import { staffAction } from "@/lib/entry/action";
import { disconnectDevice } from "@/lib/identity/devices";
import { givePlan } from "@/lib/success/give-plan";
import { signPersonOut } from "@/lib/success/sign-person-out";
import { customerActionInput, grantInput, refundInput } from "@/lib/success/staff-action-input";
import { takePlanBack } from "@/lib/success/take-plan-back";

/** Handles an event of the inbox again, whatever became of it before. */
export const replayEvent = staffAction(
  "inbox.replay",
  z.object({ event: z.string() }),
  async ({ staff }, { event }) => {
    const outcome = await replayInboxEvent({ actor: staff, stripeEventId: event });
    revalidatePath("/staff", "layout");
    return outcome;
  },
);

/** Looks at Stripe again for one customer. */
export const syncCustomerNow = staffAction("customer.sync", customerActionInput, async ({ staff }, input) => {
  const { reason } = input;
  const outcome = await syncAccountForStaff({ actor: staff, accountId: accountOf(input), reason });
  revalidatePath("/staff", "layout");
  return outcome;
});

/** Ends a customer's subscription when the period that was paid for ends. */
export const cancelForCustomer = staffAction("customer.subscription", customerActionInput, async ({ staff }, input) => {
  return shownAfter(cancelAtPeriodEnd({ actor: staff, accountId: accountOf(input), reason: input.reason }));
});

/** Takes a cancellation back. */
export const resumeForCustomer = staffAction("customer.subscription", customerActionInput, async ({ staff }, input) => {
  return shownAfter(resumeSubscription({ actor: staff, accountId: accountOf(input), reason: input.reason }));
});

/** Gives a payment back, whole or in part. */
export const refundPayment = staffAction("customer.refund", refundInput, async ({ staff }, input) => {
  const { charge: stripeChargeId, ...wish } = input;
  return shownAfter(refundCharge({ ...wish, actor: staff, accountId: accountOf(input), stripeChargeId }));
});

/** Gives a plan for a while. */
export const givePlanToCustomer = staffAction("customer.grant", grantInput, async ({ staff }, input) => {
  const { plan, days, reason, attempt } = input;
  return shownAfter(givePlan({ actor: staff, accountId: accountOf(input), plan, days, reason, attempt }));
});

/** Takes a plan back that was given. */
export const takePlanFromCustomer = staffAction(
  "customer.grant",
  customerActionInput.extend({ grant: z.string() }),
  async ({ staff }, input) => {
    const grantId = fromPublicId("grant", input.grant);
    return shownAfter(takePlanBack({ actor: staff, accountId: accountOf(input), grantId, reason: input.reason }));
  },
);

/** Signs one browser of a customer out. */
export const disconnectForCustomer = staffAction(
  "customer.access",
  customerActionInput.extend({ device: z.string() }),
  async ({ staff }, input) => {
    const deviceId = fromPublicId("device", input.device);
    return shownAfter(disconnectDevice({ actor: staff, accountId: accountOf(input), deviceId, reason: input.reason }));
  },
);

/** Signs a person out everywhere. */
export const signCustomerOut = staffAction(
  "customer.access",
  customerActionInput.extend({ person: z.string() }),
  async ({ staff }, input) => {
    const userId = fromPublicId("user", input.person);
    return shownAfter(signPersonOut({ actor: staff, accountId: accountOf(input), userId, reason: input.reason }));
  },
);

/** The dialog says that it was done. The page shows what is true by now, also where it was refused: then it was out of date. */
async function shownAfter(work: Promise<unknown>): Promise<string> {
  try {
    await work;
    return "done";
  } finally {
    revalidatePath("/staff", "layout");
  }
}

function accountOf({ account }: { account: string }): string {
  return fromPublicId("account", account);
}
