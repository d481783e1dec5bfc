import type { WebhookEvent } from "@/generated/prisma/client";
import { chargeOf, stripeEvent } from "@/lib/billing/internal/inbox/decide-reception";
import { db } from "@/lib/platform/db";
import { isMissingAtStripe, stripe } from "@/lib/platform/stripe";

/** Whose customer to read because of an event, or why nobody's, in words for staff. */
export type EventCustomer = { stripeCustomerId: string } | { reason: string };

/**
 * Finds the customer that a stored event is about. Disputes and refunds name only their charge: its customer is the one
 * we hold it for, else the one that Stripe names, and is noted on the event, so that it stands in the customer's history.
 * @throws a Stripe error when Stripe had to be asked and did not answer
 */
export async function findEventCustomer(event: WebhookEvent): Promise<EventCustomer> {
  if (event.stripeCustomerId) return { stripeCustomerId: event.stripeCustomerId };
  const charge = chargeOf(stripeEvent.parse(JSON.parse(event.payload)).data.object);
  if (!charge) return { reason: "The event names no customer." };
  const found = (await findHolder(charge)) ?? (await readPayer(charge));
  if (found === null) return { reason: "The payment service knows no such payment." };
  if (found === "nobody") return { reason: "The payment belongs to no customer." };
  const { stripeEventId } = event;
  await db().webhookEvent.update({ where: { stripeEventId }, data: { stripeCustomerId: found.id } });
  return { stripeCustomerId: found.id };
}

async function findHolder(stripeChargeId: string): Promise<{ id: string } | null> {
  const charge = await db().charge.findUnique({
    where: { stripeChargeId },
    select: { account: { select: { billingCustomer: { select: { stripeCustomerId: true } } } } },
  });
  const id = charge?.account.billingCustomer?.stripeCustomerId;
  return id ? { id } : null;
}

async function readPayer(stripeChargeId: string): Promise<{ id: string } | "nobody" | null> {
  try {
    const { customer } = await stripe().charges.retrieve(stripeChargeId);
    if (!customer) return "nobody";
    return { id: typeof customer === "string" ? customer : customer.id };
  } catch (error) {
    if (isMissingAtStripe(error)) return null;
    throw error;
  }
}
