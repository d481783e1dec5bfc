import Stripe from "stripe";
import { handleInboxEvent } from "@/lib/billing/inbox";
import { decideReception, type StripeEvent, stripeEvent } from "@/lib/billing/internal/inbox/decide-reception";
import { AppError, isAppError } from "@/lib/core/errors";
import { fromUnixSeconds } from "@/lib/core/time";
import { trackBackground } from "@/lib/platform/background";
import { systemNow } from "@/lib/platform/clock";
import { transaction } from "@/lib/platform/db";
import { env } from "@/lib/platform/env";
import { readBody } from "@/lib/platform/http/body";
import { wake } from "@/lib/platform/jobs";
import { recordRefusal } from "@/lib/platform/refusals";
import { stripe } from "@/lib/platform/stripe";

/** Stripe's events stay far below this. */
const maxBodyBytes = 1024 * 1024;

/**
 * Takes in an event: verifies its signature over the raw body, stores it under Stripe's own id, and answers 200 once that
 * is durable. It is then tried at once, in the background; should this process die, the sweep does it. A second delivery
 * of the same event is counted and answered like the first.
 * @throws AppError `body_too_large`, `signature_invalid` (forged, stale or signed with another secret), `invalid_request`
 */
export async function receiveStripeEvent(request: Request): Promise<Response> {
  const { payload, event } = await readEvent(request).catch(refuse);
  const isWaiting = await storeEvent(event, payload);
  if (isWaiting) trackBackground(handleInboxEvent(event.id));
  return Response.json({ received: true }, { headers: { "Cache-Control": "no-store" } });
}

async function readEvent(request: Request): Promise<{ payload: string; event: StripeEvent }> {
  const body = Buffer.from(await readBody(request, maxBodyBytes));
  const parsed = stripeEvent.safeParse(verify(body, request.headers.get("stripe-signature")));
  if (!parsed.success) throw new AppError("invalid_request", "The body is signed, but it is no event of Stripe's.");
  const isLiveKey = env().STRIPE_SECRET_KEY.includes("_live_");
  if (parsed.data.livemode !== isLiveKey) {
    const message = isLiveKey
      ? "This is a test event, and real money is handled here."
      : "This is a live event, and only test events are handled here.";
    throw new AppError("invalid_request", message);
  }
  return { payload: body.toString("utf8"), event: parsed.data };
}

/** What the body says, once its signature is found good. Signed bodies are at most five minutes old. */
function verify(body: Buffer, signature: string | null): unknown {
  try {
    return stripe().webhooks.constructEvent(body, signature ?? "", env().STRIPE_WEBHOOK_SECRET);
  } catch (cause) {
    if (!(cause instanceof Stripe.errors.StripeSignatureVerificationError)) {
      throw new AppError("invalid_request", "The body is signed, but it can't be read as JSON.", { cause });
    }
    throw new AppError("signature_invalid", "The signature is missing, wrong or older than five minutes.", { cause });
  }
}

function refuse(error: unknown): never {
  if (isAppError(error)) {
    recordRefusal({ kind: error.code, where: "/api/webhooks/stripe", detail: error.message });
  }
  throw error;
}

/** Stores an event or counts its delivery; true when it still waits to be handled. */
async function storeEvent(event: StripeEvent, payload: string): Promise<boolean> {
  const { state, stripeCustomerId } = decideReception(event);
  return transaction(async (tx) => {
    const stored = await tx.webhookEvent.upsert({
      where: { stripeEventId: event.id },
      create: {
        stripeEventId: event.id,
        type: event.type,
        stripeCustomerId,
        apiVersion: event.api_version ?? null,
        livemode: event.livemode,
        payload,
        occurredAt: fromUnixSeconds(event.created),
        state,
        handledAt: state === "ignored" ? systemNow() : null,
      },
      update: { deliveries: { increment: 1 } },
      select: { state: true },
    });
    const isWaiting = stored.state === "received" || stored.state === "failed";
    if (isWaiting) await wake(tx, "inbox");
    return isWaiting;
  });
}
