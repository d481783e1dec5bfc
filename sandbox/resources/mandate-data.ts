import { integer, object, oneOf, required, text, unsettable } from "../http/params";

/** A customer's consent to debits. It is checked for its shape and not kept: the sandbox has no mandate objects. */
export const mandateData = unsettable(
  object({
    customer_acceptance: required(
      object({
        type: required(oneOf("offline", "online")),
        accepted_at: integer({ min: 0 }),
        offline: object({}),
        online: object({ ip_address: text(), user_agent: text() }),
      }),
    ),
  }),
);
