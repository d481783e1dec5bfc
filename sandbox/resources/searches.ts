import { searchEndpoint } from "../http/search";

const common = ["created", "metadata"];

/** Each with the fields that Stripe lets a query name. Source: https://docs.stripe.com/search#supported-query-fields-for-each-resource */
export const searchEndpoints = [
  searchEndpoint("charge", "charges", [...common, "amount", "currency", "customer", "disputed", "refunded", "status"]),
  searchEndpoint("customer", "customers", [...common, "email", "name", "phone"]),
  searchEndpoint("invoice", "invoices", [
    ...common,
    "currency",
    "customer",
    "last_finalization_error",
    "number",
    "status",
    "subscription",
    "total",
  ]),
  searchEndpoint("payment_intent", "payment_intents", [...common, "amount", "currency", "customer", "status"]),
  searchEndpoint("price", "prices", [...common, "active", "currency", "lookup_key", "product", "type"]),
  searchEndpoint("product", "products", [...common, "active", "description", "name", "shippable", "url"]),
  searchEndpoint("subscription", "subscriptions", [...common, "canceled_at", "status"]),
];
