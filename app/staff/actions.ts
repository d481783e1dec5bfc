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
  await cancelAtPeriodEnd({ actor: staff, accountId: accountOf(input), reason: input.reason });
  return done();
});

/** Takes a cancellation back. */
export const resumeForCustomer = staffAction("customer.subscription", customerActionInput, async ({ staff }, input) => {
  await resumeSubscription({ actor: staff, accountId: accountOf(input), reason: input.reason });
  return done();
});

/** Gives a payment back, whole or in part. */
export const refundPayment = staffAction("customer.refund", refundInput, async ({ staff }, input) => {
  const { charge: stripeChargeId, ...wish } = input;
  await refundCharge({ ...wish, actor: staff, accountId: accountOf(input), stripeChargeId });
  return done();
});

/** Gives a plan for a while. */
export const givePlanToCustomer = staffAction("customer.grant", grantInput, async ({ staff }, input) => {
  const { plan, days, reason, attempt } = input;
  await givePlan({ actor: staff, accountId: accountOf(input), plan, days, reason, attempt });
  return done();
});

/** Takes a plan back that was given. */
export const takePlanFromCustomer = staffAction(
  "customer.grant",
  customerActionInput.extend({ grant: z.string() }),
  async ({ staff }, input) => {
    const grantId = fromPublicId("grant", input.grant);
    await takePlanBack({ actor: staff, accountId: accountOf(input), grantId, reason: input.reason });
    return done();
  },
);

/** Signs one browser of a customer out. */
export const disconnectForCustomer = staffAction(
  "customer.access",
  customerActionInput.extend({ device: z.string() }),
  async ({ staff }, input) => {
    const deviceId = fromPublicId("device", input.device);
    await disconnectDevice({ actor: staff, accountId: accountOf(input), deviceId, reason: input.reason });
    return done();
  },
);

/** Signs a person out everywhere. */
export const signCustomerOut = staffAction(
  "customer.access",
  customerActionInput.extend({ person: z.string() }),
  async ({ staff }, input) => {
    const userId = fromPublicId("user", input.person);
    await signPersonOut({ actor: staff, accountId: accountOf(input), userId, reason: input.reason });
    return done();
  },
);

/** The page shows what has changed, and the dialog that it was done. */
function done(): string {
  revalidatePath("/staff", "layout");
  return "done";
}

function accountOf({ account }: { account: string }): string {
  return fromPublicId("account", account);
}
