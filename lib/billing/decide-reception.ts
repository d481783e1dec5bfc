import { z } from "zod";

/** What we read of an event. Its payload is a hint: where it matters, Stripe is asked. */
export const stripeEvent = z.object({
  id: z.string().regex(/^evt_\w+$/),
  type: z.string().min(1).max(200),
  created: z.number().int(),
  livemode: z.boolean(),
  api_version: z.string().nullish(),
  data: z.object({ object: z.record(z.string(), z.unknown()) }),
});

export type StripeEvent = z.infer<typeof stripeEvent>;

/** Kinds of events after which our rows may differ from Stripe's; a dot at the end stands for all that follow. */
const relevant = ["customer.subscription.", "invoice.", "checkout.session.", "customer.deleted", "charge.refunded"];

/** Whether an event can change anything of ours, and whose. Without a customer there is nobody to look up. */
export function decideReception(event: StripeEvent): {
  state: "received" | "ignored";
  stripeCustomerId: string | null;
} {
  const stripeCustomerId = customerOf(event.data.object);
  const isRelevant = relevant.some((kind) => (kind.endsWith(".") ? event.type.startsWith(kind) : event.type === kind));
  return { state: isRelevant && stripeCustomerId ? "received" : "ignored", stripeCustomerId };
}

/** The customer that an object belongs to or is: a field, expanded or not. */
function customerOf(object: Record<string, unknown>): string | null {
  const customer = object.object === "customer" ? object.id : object.customer;
  if (typeof customer === "string") return customer;
  const id = typeof customer === "object" && customer !== null && "id" in customer ? customer.id : null;
  return typeof id === "string" ? id : null;
}
