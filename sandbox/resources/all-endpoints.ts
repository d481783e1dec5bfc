import type { Endpoint } from "../http/endpoint";
import { balanceTransactionEndpoints } from "./balance-transactions";
import { chargeEndpoints } from "./charges";
import { checkoutSessionEndpoints } from "./checkout-sessions";
import { customerEndpoints } from "./customers";
import { disputeEndpoints } from "./disputes";
import { eventEndpoints } from "./events";
import { invoicePaymentEndpoints } from "./invoice-payments";
import { invoiceEndpoints } from "./invoices";
import { paymentIntentEndpoints } from "./payment-intents";
import { paymentMethodEndpoints } from "./payment-methods";
import { paymentPageEndpoints } from "./payment-pages";
import { portalSessionEndpoints } from "./portal-sessions";
import { priceEndpoints } from "./prices";
import { productEndpoints } from "./products";
import { refundEndpoints } from "./refunds";
import { setupIntentEndpoints } from "./setup-intents";
import { subscriptionEndpoints } from "./subscriptions";
import { webhookEndpointEndpoints } from "./webhook-endpoints";

/** The whole API. What is not here answers 501. */
export const allEndpoints: readonly Endpoint[] = [
  ...productEndpoints,
  ...priceEndpoints,
  ...customerEndpoints,
  ...paymentMethodEndpoints,
  ...checkoutSessionEndpoints,
  ...paymentPageEndpoints,
  ...portalSessionEndpoints,
  ...subscriptionEndpoints,
  ...invoiceEndpoints,
  ...invoicePaymentEndpoints,
  ...paymentIntentEndpoints,
  ...setupIntentEndpoints,
  ...chargeEndpoints,
  ...refundEndpoints,
  ...disputeEndpoints,
  ...balanceTransactionEndpoints,
  ...eventEndpoints,
  ...webhookEndpointEndpoints,
];
