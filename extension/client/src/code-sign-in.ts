import { GatehouseError } from "./errors";
import { postForm, toError } from "./http";
import { clientId } from "./session";
import { type SignInContext, scope } from "./sign-in";
import { isText, type PendingCode } from "./state";
import type { Store } from "./store";
import type { ErrorCode } from "./types";

const grantType = "urn:ietf:params:oauth:grant-type:device_code";

type Context = SignInContext & { store: Store };

const refusals: Record<string, ErrorCode | undefined> = {
  access_denied: "sign_in_refused",
  expired_token: "code_expired",
  invalid_grant: "code_expired",
};

/** How one look at a code ended. */
export type CodeOutcome = "waiting" | "signed_in" | "nothing_pending";

/** The sign-in by a short code (RFC 8628). The code is remembered, so any context can go on where another one closed. */
export interface CodeFlow {
  /** The code that is being typed, or a new one. @throws GatehouseError `offline`, `server_error`, `rate_limited` */
  start(): Promise<PendingCode>;
  /** Asks once whether they agreed. @throws GatehouseError `sign_in_refused`, `code_expired` */
  look(): Promise<CodeOutcome>;
}

export function createCodeFlow({ platform, store, session, server, deviceFacts }: Context): CodeFlow {
  const start: CodeFlow["start"] = async () => {
    const { code } = await store.readAgain();
    if (code && isOpen(code, platform.now())) return code;
    const answer = await postForm(platform, `${server}/oauth/device/auth`, {
      client_id: clientId,
      scope,
      ...(await deviceFacts()),
    });
    const made = answer.status === 200 ? readCode(answer.body, platform.now()) : null;
    if (!made) throw toError(answer);
    await store.update(() => ({ code: made }));
    return made;
  };

  const look: CodeFlow["look"] = () =>
    platform.withLock("code", async () => {
      const { code } = await store.readAgain();
      if (!code) return "nothing_pending";
      // Written down, because whoever shows the code learns from it how it ended when another context looked.
      const end = async (failure: ErrorCode) => {
        await store.update((now) => (now.code?.deviceCode === code.deviceCode ? { code: null, failure } : null));
        return new GatehouseError(failure);
      };
      if (!isOpen(code, platform.now())) throw await end("code_expired");
      const form = { client_id: clientId, grant_type: grantType, device_code: code.deviceCode };
      const answer = await postForm(platform, `${server}/oauth/token`, form).catch(() => null);
      // The server was not there: the code is still good.
      if (!answer || answer.status >= 500 || answer.status === 429) return "waiting";
      if (answer.status === 200) {
        await session.begin(answer);
        return "signed_in";
      }
      const { error } = answer.body;
      // RFC 8628 section 3.5: five seconds more from now on.
      const intervalMs = code.intervalMs + 5000;
      if (error === "slow_down") await store.update((now) => (now.code ? { code: { ...now.code, intervalMs } } : null));
      const refusal = refusals[String(error)];
      if (refusal) throw await end(refusal);
      return "waiting";
    });

  return { start, look };
}

/** Open until it expires, also for a clock that was moved: ten minutes are the longest that a code lives. */
function isOpen(code: PendingCode, now: number): boolean {
  return code.expiresAt > now && code.expiresAt - now <= 60 * 60_000;
}

function readCode(body: Record<string, unknown>, now: number): PendingCode | null {
  const { device_code: deviceCode, user_code: userCode, verification_uri: url, verification_uri_complete: full } = body;
  if (!isText(deviceCode) || !isText(userCode) || !isText(url)) return null;
  return {
    deviceCode,
    userCode,
    verificationUrl: url,
    verificationUrlComplete: isText(full) ? full : url,
    intervalMs: seconds(body.interval, 5),
    expiresAt: now + seconds(body.expires_in, 600),
  };
}

function seconds(value: unknown, otherwise: number): number {
  return Math.round((typeof value === "number" && value > 0 ? value : otherwise) * 1000);
}
