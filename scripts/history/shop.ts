import type Stripe from "stripe";
import { plans } from "@/lib/catalog/plans";
import type { PriceKey } from "@/lib/catalog/prices";
import type { CancelReason, Card, Purchase, ShopAction } from "./shop-event";

const cards: Record<Card, string> = {
  visa: "pm_card_visa",
  mastercard: "pm_card_mastercard",
  fails: "pm_card_chargeCustomerFail",
  disputes: "pm_card_createDispute",
};

/** What we remember of a customer at Stripe while the year goes by. */
type Known = { id: string; currency: string; subscription: { id: string; item: string } | null };

/** Does at Stripe what the customers of a made-up shop do. @throws Stripe's errors: a plan that can't be played is wrong */
export class Shop {
  private readonly customers = new Map<number, Known>();
  private prices = new Map<string, string>();
  private welcome = "";

  private constructor(private readonly stripe: Stripe) {}

  static async open(stripe: Stripe): Promise<Shop> {
    const shop = new Shop(stripe);
    const coupon = { percent_off: 20, duration: "once", name: "Welcome" } as const;
    const [{ id }] = await Promise.all([stripe.coupons.create(coupon), shop.readPrices()]);
    shop.welcome = id;
    return shop;
  }

  /** Looks again at what is on sale. */
  async readPrices(): Promise<void> {
    const { data } = await this.stripe.prices.list({ active: true, limit: 100 });
    this.prices = new Map(data.flatMap(({ id, lookup_key }) => (lookup_key ? [[lookup_key, id] as const] : [])));
  }

  async act(customer: number, action: ShopAction): Promise<void> {
    if (action.kind === "join") return this.join(customer, action);
    const known = this.customers.get(customer);
    if (!known) throw new Error(`Customer ${customer} acts before joining.`);
    switch (action.kind) {
      case "switch":
        return this.switchTo(known, action.purchase);
      case "cancel":
        return this.change(known, { cancel_at_period_end: true, ...feedback(action.reason) });
      case "cancel_now":
        await this.stripe.subscriptions.cancel(this.subscriptionOf(known).id, feedback(action.reason));
        return;
      case "go_on":
        return this.change(known, { cancel_at_period_end: false });
      case "use_card":
        return this.changeCard(known, action.card);
      case "pay_up":
        return this.payUp(known);
      case "refund":
        return this.refund(known, action.share);
      case "answer_dispute":
        return this.answerDispute(known, action.outcome);
      case "return":
        return this.subscribe(known, action.purchase, {});
    }
  }

  private async join(customer: number, action: Extract<ShopAction, { kind: "join" }>): Promise<void> {
    const { name, email, currency, card, purchase, welcome } = action;
    const method = { payment_method: cards[card], invoice_settings: { default_payment_method: cards[card] } };
    const { id } = await this.stripe.customers.create({ name, email, ...method });
    const known: Known = { id, currency, subscription: null };
    this.customers.set(customer, known);
    await this.subscribe(known, purchase, {
      trial_period_days: plans[purchase.plan].trialDays,
      ...(welcome && { discounts: [{ coupon: this.welcome }] }),
    });
  }

  private async subscribe(
    known: Known,
    purchase: Purchase,
    terms: Pick<Stripe.SubscriptionCreateParams, "trial_period_days" | "discounts">,
  ): Promise<void> {
    const made = await this.stripe.subscriptions.create({
      customer: known.id,
      items: [{ price: this.priceOf(known, purchase), quantity: purchase.seats }],
      ...terms,
    });
    known.subscription = { id: made.id, item: made.items.data[0]?.id ?? "" };
  }

  /** More is paid for at once; less is taken off the next invoice. */
  private async switchTo(known: Known, purchase: Purchase): Promise<void> {
    const { item } = this.subscriptionOf(known);
    await this.change(known, {
      items: [{ id: item, price: this.priceOf(known, purchase), quantity: purchase.seats }],
      proration_behavior:
        purchase.plan === "pro" && purchase.interval === "month" ? "create_prorations" : "always_invoice",
    });
  }

  private async change(known: Known, params: Stripe.SubscriptionUpdateParams): Promise<void> {
    await this.stripe.subscriptions.update(this.subscriptionOf(known).id, params);
  }

  private async changeCard(known: Known, card: Card): Promise<void> {
    const { id } = await this.stripe.paymentMethods.attach(cards[card], { customer: known.id });
    await this.stripe.customers.update(known.id, { invoice_settings: { default_payment_method: id } });
  }

  private async payUp(known: Known): Promise<void> {
    await this.changeCard(known, "visa");
    const { data } = await this.stripe.invoices.list({ customer: known.id, status: "open" });
    for (const { id } of data) await this.stripe.invoices.pay(id);
  }

  private async refund(known: Known, share: number): Promise<void> {
    const { data } = await this.stripe.charges.list({ customer: known.id, limit: 5 });
    const paid = data.find((charge) => charge.status === "succeeded" && charge.amount_refunded === 0);
    if (!paid) return;
    const amount = Math.round(paid.amount * share);
    await this.stripe.refunds.create({ charge: paid.id, amount, reason: "requested_by_customer" });
  }

  private async answerDispute(known: Known, outcome: "won" | "lost"): Promise<void> {
    const { data } = await this.stripe.charges.list({ customer: known.id, limit: 10 });
    const disputed = data.find((charge) => charge.disputed);
    const { data: disputes } = await this.stripe.disputes.list({ charge: disputed?.id ?? "none" });
    const [dispute] = disputes;
    if (!dispute) throw new Error("There is no dispute to answer.");
    const text = outcome === "won" ? "winning_evidence" : "losing_evidence";
    await this.stripe.disputes.update(dispute.id, { evidence: { uncategorized_text: text }, submit: true });
  }

  private priceOf({ currency }: Known, { plan, interval }: Purchase): string {
    const key = `${plan}_${interval === "month" ? "monthly" : "yearly"}_${currency}` as PriceKey;
    const price = this.prices.get(key);
    if (!price) throw new Error(`${key} is not on sale.`);
    return price;
  }

  private subscriptionOf(known: Known): { id: string; item: string } {
    if (!known.subscription) throw new Error("A customer without a subscription changes it.");
    return known.subscription;
  }
}

function feedback(reason: CancelReason | null) {
  return reason ? { cancellation_details: { feedback: reason } } : {};
}
