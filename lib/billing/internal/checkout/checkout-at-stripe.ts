import type Stripe from "stripe";
import { toObservedPrice } from "@/lib/billing/catalog-sync";
import { chargesTheSame } from "@/lib/billing/internal/catalog/decide-catalog-change";
import { productId } from "@/lib/billing/internal/sync/stripe-facts";
import { plans } from "@/lib/catalog/plans";
import { findPrice, type Price } from "@/lib/catalog/prices";
import { stripeMetadata } from "@/lib/catalog/stripe-names";
import { AppError } from "@/lib/core/errors";
import { toPublicId } from "@/lib/core/ids";
import { defaultLocale, type Locale, localizedPath } from "@/lib/core/locales";
import { db, type Row } from "@/lib/platform/db";
import { env } from "@/lib/platform/env";
import { stripe } from "@/lib/platform/stripe";

type MoneyCall = Row<"moneyCall">;

/** On a session at Stripe: our row's id, by which it is found again when the answer was lost. */
const checkoutMetadata = "gatehouse_checkout";

export type CheckoutPresentation = {
  /** The language of the hosted page; without it Stripe takes the browser's. */
  locale?: Locale;
  /** Where the customer wanted to go: a path of ours. */
  returnTo?: string | null;
};

/** Opens the hosted checkout page that a call is about. What is bought and by whom comes from our rows. */
export async function createCheckoutAtStripe(
  call: MoneyCall,
  presentation: CheckoutPresentation = {},
): Promise<Stripe.Checkout.Session> {
  const checkout = await db().checkoutSession.findUniqueOrThrow({
    where: { id: call.subject },
    include: { account: { include: { billingCustomer: true, _count: { select: { subscriptions: true } } } } },
  });
  const { billingCustomer, _count } = checkout.account;
  if (!billingCustomer?.stripeCustomerId) throw new Error("A checkout was opened for an account without a customer.");
  const price = findPrice(checkout.priceKey);
  if (!price) throw new AppError("unknown_price", "This price is not on sale.", { field: "price" });
  const account = toPublicId("account", checkout.accountId);
  const trialDays = _count.subscriptions === 0 ? plans[price.plan].trialDays : 0;
  return stripe().checkout.sessions.create(
    {
      mode: "subscription",
      customer: billingCustomer.stripeCustomerId,
      client_reference_id: account,
      line_items: [{ price: await getStripePriceId(price), quantity: checkout.quantity }],
      subscription_data: {
        metadata: { [stripeMetadata.account]: account },
        ...(trialDays > 0 && { trial_period_days: trialDays }),
      },
      metadata: { [stripeMetadata.account]: account, [checkoutMetadata]: checkout.id },
      locale: presentation.locale ?? "auto",
      success_url: successUrl(presentation.returnTo),
      cancel_url: cancelUrl(price, presentation.locale),
    },
    { idempotencyKey: call.id },
  );
}

/** The session that a call whose answer was lost has made; null when there is none. */
export async function findCheckoutAtStripe(call: MoneyCall): Promise<Stripe.Checkout.Session | null> {
  const customer = await db().billingCustomer.findUnique({ where: { accountId: call.accountId } });
  if (!customer?.stripeCustomerId) return null;
  for await (const session of stripe().checkout.sessions.list({ customer: customer.stripeCustomerId, limit: 100 })) {
    if (session.metadata?.[checkoutMetadata] === call.subject) return session;
  }
  return null;
}

/**
 * The price at Stripe that charges what the catalogue shows.
 * @throws AppError `unavailable` when Stripe would charge something else: `npm run catalog -- apply` is due
 */
async function getStripePriceId(price: Price): Promise<string> {
  const { data } = await stripe().prices.list({ lookup_keys: [price.key], active: true, limit: 1 });
  const [found] = data;
  if (found && chargesTheSame(price, toObservedPrice(found, productId(found)))) return found.id;
  throw new AppError("unavailable", "This price can't be bought at the moment. We have been told; try again later.", {
    retryAfterSeconds: 300,
  });
}

/** Stripe puts the session's id in place of the braces, so they must reach it as they are. */
function successUrl(returnTo: string | null | undefined): string {
  const next = returnTo && isOwnPath(returnTo) ? `&return_to=${encodeURIComponent(returnTo)}` : "";
  return `${env().GATEHOUSE_URL}/account/checkout/return?session_id={CHECKOUT_SESSION_ID}${next}`;
}

/** The prices as they were when this one was chosen. */
function cancelUrl({ interval, currency }: Price, locale: Locale | undefined): string {
  const pricing = localizedPath("/pricing", locale ?? defaultLocale);
  return `${env().GATEHOUSE_URL}${pricing}?interval=${interval}&currency=${currency}`;
}

/** True for a path on this site; `//host` and `/\host` lead elsewhere. */
function isOwnPath(path: string): boolean {
  return path.startsWith("/") && new URL(path, env().GATEHOUSE_URL).origin === env().GATEHOUSE_URL;
}
