"use server";

import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import { getLocale } from "next-intl/server";
import { z } from "zod";
import { billingReturns, openBillingPortal } from "@/lib/billing/billing-portal";
import { cancelAtPeriodEnd, resumeSubscription } from "@/lib/billing/change-subscription";
import { toLocale } from "@/lib/core/locales";
import { customerAction } from "@/lib/entry/action";

const nothing = z.object({});

/** Ends the subscription when the period that was paid for ends. */
export const cancelSubscription = customerAction(nothing, async ({ actor, account }) => {
  await cancelAtPeriodEnd({ actor, accountId: account.id });
  revalidatePath("/account", "layout");
});

/** Takes a cancellation back. */
export const keepSubscription = customerAction(nothing, async ({ actor, account }) => {
  await resumeSubscription({ actor, accountId: account.id });
  revalidatePath("/account", "layout");
});

/** Only a page of ours is come back to: any other is the overview. */
const billingVisit = z.object({ from: z.enum(billingReturns).catch("/account") });

/** Leads to Stripe's page for cards and billing details, and back to the page the customer came from. */
export const visitBillingPage = customerAction(billingVisit, async ({ actor, account }, { from }): Promise<void> => {
  const locale = toLocale(await getLocale());
  const { url } = await openBillingPortal({ actor, accountId: account.id, locale, returnTo: from });
  redirect(url);
});
