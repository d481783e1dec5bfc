"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import { replayInboxEvent } from "@/lib/billing/inbox";
import { syncAccountForStaff } from "@/lib/billing/sync-customer";
import { fromPublicId } from "@/lib/core/ids";
import { staffAction } from "@/lib/entry/action";

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
export const syncCustomerNow = staffAction(
  "customer.sync",
  z.object({ account: z.string() }),
  async ({ staff }, { account }) => {
    const outcome = await syncAccountForStaff({ actor: staff, accountId: fromPublicId("account", account) });
    revalidatePath("/staff", "layout");
    return outcome;
  },
);
