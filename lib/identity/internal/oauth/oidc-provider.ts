import { AsyncLocalStorage } from "node:async_hooks";
import Provider, { errors, type KoaContextWithOIDC } from "oidc-provider";
import { isAppError } from "@/lib/core/errors";
import { oidcConfiguration } from "@/lib/identity/internal/oauth/oidc-configuration";
import { getKeySet } from "@/lib/identity/keys";
import { env } from "@/lib/platform/env";
import { logger } from "@/lib/platform/logger";
import { type RateLimit, requireWithinLimit } from "@/lib/platform/rate-limit";
import { recordRefusal } from "@/lib/platform/refusals";
import { singleton } from "@/lib/platform/registry";

/** Refusals that are the protocol's ordinary course: a device that polls, a person who says no, a silent check. */
const ordinary = new Set(["authorization_pending", "slow_down", "access_denied", "login_required", "consent_required"]);

/**
 * How often a device may ask whether its code was agreed to: every five seconds, as it is told to, and now and then a
 * little sooner (RFC 8628 section 3.5).
 */
const devicePolls: RateLimit = { name: "device-poll", times: 3, withinSeconds: 10 };

/** Where the request comes from that the provider is answering, for what its refusals are noted under. */
export const askedFrom = singleton("oauth-source", () => new AsyncLocalStorage<string>());

/** The provider with the keys of now. One is made per change of the keys: a provider's keys are fixed for its life. */
export async function oidcProvider(): Promise<Provider> {
  const keys = await getKeySet("token");
  const holder = singleton("oidc-provider", () => ({ epoch: -1, provider: null as Provider | null }));
  if (holder.provider && holder.epoch === keys.epoch) return holder.provider;
  const provider = new Provider(env().GATEHOUSE_URL, oidcConfiguration(keys));
  provider.use(slowDownPolling);
  provider.on("authorization.error", noteRefusal);
  provider.on("grant.error", noteRefusal);
  provider.on("revocation.error", noteRefusal);
  provider.on("device_authorization.error", noteRefusal);
  provider.on("code_verification.error", noteRefusal);
  provider.on("device_resume.error", noteRefusal);
  provider.on("server_error", (ctx: KoaContextWithOIDC, error: Error) => {
    logger().error({ err: error, path: ctx.path }, "the OAuth provider failed");
  });
  Object.assign(holder, { epoch: keys.epoch, provider });
  return provider;
}

/** Tells a device that asks for its code too often to ask less; one whose code was agreed to gets its answer at once. */
async function slowDownPolling(ctx: KoaContextWithOIDC, next: () => Promise<void>): Promise<void> {
  await next();
  const { error } = (ctx.body ?? {}) as { error?: unknown };
  if (error !== "authorization_pending") return;
  try {
    await requireWithinLimit(devicePolls, String(ctx.oidc.params?.device_code));
  } catch (refusal) {
    if (!isAppError(refusal, "rate_limited")) throw refusal;
    const slowDown = new errors.SlowDown();
    ctx.body = { error: slowDown.error, error_description: slowDown.error_description };
  }
}

function noteRefusal(ctx: KoaContextWithOIDC, error: errors.OIDCProviderError): void {
  const kind = error.error ?? error.message;
  const source = askedFrom.getStore();
  if (ordinary.has(kind) || source === undefined) return;
  const detail = [error.error_description, error.error_detail].filter(Boolean).join(": ");
  // The route's name and not the path, which has parts that the caller makes up.
  recordRefusal({ kind, where: `/oauth: ${ctx.oidc.route}`, detail: detail || kind, source });
}
