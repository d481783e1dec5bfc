import type { Actor } from "@/lib/core/actor";
import { AppError } from "@/lib/core/errors";
import { verifyAccessToken } from "@/lib/identity/verify-access-token";
import type { ApiScope } from "@/lib/platform/module";

/** Who may use a route: how to find out who asks, and what the route's documentation says about it. */
export type Access<A> = { scope: ApiScope; authenticate: (request: Request) => Promise<A> };

export type DeviceActor = Extract<Actor, { kind: "device" }>;

/** A route for a signed-in device whose access token has this scope. */
export function bearer(scope: ApiScope): Access<DeviceActor> {
  return {
    scope,
    authenticate: async (request) => {
      const token = bearerToken(request);
      const { userId, accountId, deviceId, scopes } = await verifyAccessToken(token);
      if (!scopes.includes(scope)) throw new AppError("scope_missing", `The access token lacks the scope ${scope}.`);
      return { kind: "device", userId, accountId, deviceId };
    },
  };
}

/** The token of an `Authorization: Bearer` header (RFC 6750 section 2.1); it is never taken from the address. */
function bearerToken(request: Request): string {
  const header = request.headers.get("authorization");
  if (!header) throw new AppError("unauthenticated", "Send an access token: Authorization: Bearer …");
  const token = /^Bearer +([A-Za-z0-9\-._~+/]+=*)$/i.exec(header)?.[1];
  if (!token) throw new AppError("token_invalid", "The Authorization header is not of the form: Bearer …");
  return token;
}
