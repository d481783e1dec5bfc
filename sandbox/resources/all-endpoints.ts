import type { Endpoint } from "../http/endpoint";
import { balanceTransactionEndpoints } from "./balance-transactions";
import { chargeEndpoints } from "./charges";
import { checkoutSessionEndpoints } from "./checkout-sessions";
import { couponEndpoints } from "./coupons";
import { creditNoteEndpoints } from "./credit-notes";
import { customerBalanceEndpoints } from "./customer-balance";
import { customerEndpoints } from "./customers";
import { disputeEndpoints } from "./disputes";
import { entitlementEndpoints } from "./entitlement-features";
import { eventEndpoints } from "./events";
import { invoiceActionEndpoints } from "./invoice-actions";
import { invoiceItemEndpoints } from "./invoice-items";
import { invoicePaymentEndpoints } from "./invoice-payments";
import { invoicePreviewEndpoints } from "./invoice-preview";
import { invoiceEndpoints } from "./invoices";
import { paymentIntentEndpoints } from "./payment-intents";
import { paymentMethodEndpoints } from "./payment-methods";
import { paymentPageEndpoints } from "./payment-pages";
import { portalConfigurationEndpoints } from "./portal-configurations";
import { portalSessionEndpoints } from "./portal-sessions";
import { priceEndpoints } from "./prices";
import { productEndpoints } from "./products";
import { promotionCodeEndpoints } from "./promotion-codes";
import { refundEndpoints } from "./refunds";
import { searchEndpoints } from "./searches";
import { setupIntentEndpoints } from "./setup-intents";
import { subscriptionItemEndpoints } from "./subscription-items";
import { subscriptionScheduleEndpoints } from "./subscription-schedules";
import { subscriptionEndpoints } from "./subscriptions";
import { taxIdEndpoints } from "./tax-ids";
import { testClockEndpoints } from "./test-clocks";
import { webhookEndpointEndpoints } from "./webhook-endpoints";

/** The whole API. What is not here answers 501. */
export const allEndpoints: readonly Endpoint[] = [
  // First, because their last word looks like an id.
  ...searchEndpoints,
  ...invoicePreviewEndpoints,
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
  ...couponEndpoints,
  ...promotionCodeEndpoints,
  ...customerBalanceEndpoints,
  ...taxIdEndpoints,
  ...invoiceItemEndpoints,
  ...invoiceActionEndpoints,
  ...creditNoteEndpoints,
  ...subscriptionItemEndpoints,
  ...subscriptionScheduleEndpoints,
  ...testClockEndpoints,
  ...portalConfigurationEndpoints,
  ...entitlementEndpoints,
  ...eventEndpoints,
  ...webhookEndpointEndpoints,
];
