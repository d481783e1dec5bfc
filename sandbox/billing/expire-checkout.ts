import type { Tx } from "../core/tx";
import type { CheckoutSession } from "../core/wire";

export function expireCheckout(tx: Tx, session: CheckoutSession): CheckoutSession {
  return tx.update("checkout.session", session, { status: "expired", url: null }, "checkout.session.expired");
}
