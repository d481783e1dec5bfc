import { randomUUID } from "node:crypto";
import { receiveStripeEvent } from "@/lib/billing/receive-stripe-event";
import { problemResponse, toAppError } from "@/lib/platform/http/problem";
import { logger } from "@/lib/platform/logger";
import { countRequest } from "@/lib/platform/metrics";
import { withRequestId } from "@/lib/platform/request-context";

const path = "/api/webhooks/stripe";

/** `POST /api/webhooks/stripe`: 200 once an event is stored, problem+json where it is refused; Stripe sends it again after any other answer. */
export function stripeWebhook(request: Request): Promise<Response> {
  const requestId = `req_${randomUUID().replaceAll("-", "")}`;
  return withRequestId(requestId, async () => {
    const startedAt = performance.now();
    const response = await receiveStripeEvent(request).catch((error: unknown) => {
      const refusal = toAppError(error);
      if (refusal.status >= 500) logger().error({ err: error, route: path }, "an event could not be stored");
      return problemResponse(refusal, requestId);
    });
    response.headers.set("X-Request-Id", requestId);
    countRequest("POST", path, response.status, performance.now() - startedAt);
    return response;
  });
}
