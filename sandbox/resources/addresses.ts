import type Stripe from "stripe";
import { object, type Params, text, unsettable } from "../http/params";

/** A postal address as a caller gives it: any part may be left out or emptied. */
export const address = object({
  city: unsettable(text()),
  country: unsettable(text()),
  line1: unsettable(text()),
  line2: unsettable(text()),
  postal_code: unsettable(text()),
  state: unsettable(text()),
});

type AddressInput = { [K in "city" | "country" | "line1" | "line2" | "postal_code" | "state"]?: string | null };

/** The same with every part there, as Stripe answers it. */
export function wholeAddress(input: AddressInput): Stripe.Address {
  const { city = null, country = null, line1 = null, line2 = null, postal_code = null, state = null } = input;
  return { city, country, line1, line2, postal_code, state };
}

export const shipping = object({
  address,
  carrier: unsettable(text()),
  name: text(),
  phone: unsettable(text()),
  tracking_number: unsettable(text()),
});

const billingShape = {
  address: unsettable(address),
  email: unsettable(text(512)),
  name: unsettable(text()),
  phone: unsettable(text()),
  tax_id: unsettable(text()),
};
export const billingDetails = object(billingShape);

const noDetails: Stripe.PaymentMethod.BillingDetails = {
  address: null,
  email: null,
  name: null,
  phone: null,
  tax_id: null,
};

/** Billing details with every part there; what is not given stays as it was `before`. */
export function wholeBillingDetails(
  input: Params<typeof billingShape> | undefined,
  before: Stripe.PaymentMethod.BillingDetails = noDetails,
): Stripe.PaymentMethod.BillingDetails {
  if (!input) return before;
  return {
    address: input.address === undefined ? before.address : input.address && wholeAddress(input.address),
    email: input.email === undefined ? before.email : input.email,
    name: input.name === undefined ? before.name : input.name,
    phone: input.phone === undefined ? before.phone : input.phone,
    tax_id: input.tax_id === undefined ? before.tax_id : input.tax_id,
  };
}

type ShippingInput = {
  address?: AddressInput;
  carrier?: string | null;
  name?: string;
  phone?: string | null;
  tracking_number?: string | null;
};

export function wholeShipping(input: ShippingInput | undefined | null): Stripe.PaymentIntent.Shipping | null {
  if (!input) return null;
  return {
    address: wholeAddress(input.address ?? {}),
    carrier: input.carrier ?? null,
    name: input.name,
    phone: input.phone ?? null,
    tracking_number: input.tracking_number ?? null,
  };
}
