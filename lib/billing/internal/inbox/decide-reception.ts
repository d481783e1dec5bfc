import { z } from "zod";

/** The last second of the year 9999, beyond which neither PostgreSQL nor we write a time as others do. */
const lastSecond = 253_402_300_799;

/** What we read of an event. Its payload is a hint: where it matters, Stripe is asked. */
export const stripeEvent = z.object({
  id: z.string().regex(/^evt_\w{1,250}$/),
  type: z.string().regex(/^[\w.]{1,200}$/),
  created: z.number().int().min(0).max(lastSecond),
  livemode: z.boolean(),
  api_version: z
    .string()
    .regex(/^[\w.-]{1,50}$/)
    .nullish(),
  data: z.object({
    object: z.record(z.string(), z.unknown()),
    /** What an update changed, as it was. */
    previous_attributes: z.record(z.string(), z.unknown()).nullish(),
  }),
});

export type StripeEvent = z.infer<typeof stripeEvent>;

/** Kinds of events after which our rows may differ from Stripe's; a dot at the end stands for all that follow. */
const aboutCustomers = [
  "customer.subscription.",
  "invoice.",
  "invoiceitem.",
  "checkout.session.",
  "customer.deleted",
  "customer.discount.",
  "charge.refunded",
];

/** What of a customer has a say in what they pay next; each change of a name or an address brings the same event. */
const aboutPayment = ["balance", "discount"];

/** The same, of events whose object may name a charge and no customer. */
const aboutCharges = ["charge.dispute.", "refund.updated", "refund.failed"];

/**
 * Whether an event can change anything of ours, and whose. Where it names a charge only, whose it is is found out when it
 * is handled; without either there is nobody to look up.
 */
export function decideReception(event: StripeEvent): {
  state: "received" | "ignored";
  stripeCustomerId: string | null;
} {
  const { object } = event.data;
  const stripeCustomerId = customerOf(object);
  const isRelevant =
    (stripeCustomerId !== null && (isAmong(aboutCustomers, event) || changesPayment(event))) ||
    ((stripeCustomerId ?? chargeOf(object)) !== null && isAmong(aboutCharges, event));
  return { state: isRelevant ? "received" : "ignored", stripeCustomerId };
}

function isAmong(kinds: string[], { type }: StripeEvent): boolean {
  return kinds.some((kind) => (kind.endsWith(".") ? type.startsWith(kind) : type === kind));
}

function changesPayment({ type, data }: StripeEvent): boolean {
  const changed = data.previous_attributes ?? {};
  return type === "customer.updated" && aboutPayment.some((name) => name in changed);
}

/** The customer that an object belongs to or is. */
function customerOf(object: Record<string, unknown>): string | null {
  return idOf(object.object === "customer" ? object.id : object.customer);
}

/** The charge that an object is about, e.g. a dispute; null where it names none. */
export function chargeOf(object: Record<string, unknown>): string | null {
  return idOf(object.charge);
}

/** The id in a field, expanded or not; null for anything that no id of Stripe's looks like. */
function idOf(field: unknown): string | null {
  const id = typeof field === "object" && field !== null && "id" in field ? field.id : field;
  return typeof id === "string" && /^\w{1,255}$/.test(id) ? id : null;
}
