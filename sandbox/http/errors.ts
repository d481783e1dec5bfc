export type StripeErrorBody = {
  type: "invalid_request_error" | "idempotency_error" | "api_error" | "card_error";
  message: string;
  code?: string;
  param?: string;
  decline_code?: string;
  /** The objects that a declined payment leaves behind. */
  charge?: string;
  payment_intent?: object;
  setup_intent?: object;
  payment_method?: object;
};

/** A refusal in Stripe's shape. See https://docs.stripe.com/api/errors. */
export class StripeError extends Error {
  constructor(
    readonly status: number,
    readonly body: StripeErrorBody,
  ) {
    super(body.message);
  }
}

export function invalidRequest(message: string, detail: { code?: string; param?: string } = {}): StripeError {
  return new StripeError(400, { type: "invalid_request_error", message, ...detail });
}

export function parameterInvalid(param: string, message: string): StripeError {
  return invalidRequest(message, { code: "parameter_invalid", param });
}

export function parameterMissing(param: string): StripeError {
  return invalidRequest(`Missing required param: ${param}.`, { code: "parameter_missing", param });
}

/** `noun` as Stripe says it, e.g. "customer" in "No such customer: 'cus_1'". */
export function resourceMissing(noun: string, id: string, param = "id", status = 404): StripeError {
  return new StripeError(status, {
    type: "invalid_request_error",
    code: "resource_missing",
    message: `No such ${noun}: '${id}'`,
    param,
  });
}

/** Real Stripe can do this; the sandbox can't yet, and says so instead of guessing. */
export function notInSandbox(what: string): StripeError {
  return new StripeError(501, {
    type: "invalid_request_error",
    code: "sandbox_not_implemented",
    message: `The sandbox does not implement ${what}. sandbox/README.md lists what it does.`,
  });
}

/** A payment that did not go through: 402, with the objects it left behind. Returned, not thrown, where they are kept. */
export function cardError(
  decline: { code: string; declineCode: string | null; message: string },
  left: Pick<StripeErrorBody, "charge" | "payment_intent" | "setup_intent" | "payment_method"> = {},
): StripeError {
  return new StripeError(402, {
    type: "card_error",
    code: decline.code,
    message: decline.message,
    ...(decline.declineCode ? { decline_code: decline.declineCode } : {}),
    ...left,
  });
}
