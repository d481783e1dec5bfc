"use server";

import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import { getLocale } from "next-intl/server";
import { z } from "zod";
import { openBillingPortal } from "@/lib/billing/billing-portal";
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

/** Leads to Stripe's page for cards and billing details. */
export const visitBillingPage = customerAction(nothing, async ({ actor, account }): Promise<void> => {
  const locale = toLocale(await getLocale());
  const { url } = await openBillingPortal({ actor, accountId: account.id, locale });
  redirect(url);
});
