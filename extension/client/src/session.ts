import { decodeObject } from "./encoding";
import { GatehouseError } from "./errors";
import { type HttpAnswer, postForm, request, toError } from "./http";
import type { Platform } from "./platform";
import { isText, nothingOfAnAccount, type State } from "./state";
import type { Store } from "./store";

export const clientId = "extension";
/** A token that ends within this time is not worth sending. */
const shortestLifeMs = 30_000;

/** The tokens of this installation: takes them, refreshes them, gives them back. */
export interface Session {
  /** Keeps what a sign-in gave, in place of whatever was there. @throws GatehouseError `sign_in_failed` */
  begin(answer: HttpAnswer): Promise<void>;
  /** Forgets the account, and gives the refresh token back if the server can be reached. */
  signOut(): Promise<void>;
  /** A request as this device; refreshes the token when it has to, once. @throws GatehouseError */
  call(path: string, init?: CallOptions): Promise<HttpAnswer>;
}

export type CallOptions = { method?: string; headers?: Record<string, string>; body?: string };

/** What reports something, once under this key. */
export function once(key: string, body: object): CallOptions {
  const headers = { "content-type": "application/json", "idempotency-key": key };
  return { method: "POST", headers, body: JSON.stringify(body) };
}

type Context = { platform: Platform; store: Store; server: string };
/** A token, and the device that it speaks for. */
type Access = { token: string; device: string };

export function createSession(context: Context): Session {
  const { platform, store, server } = context;

  const giveBack = async (token: string | null) => {
    if (token === null) return;
    // The server learns it now, or when the token expires; nobody waits for it here.
    await postForm(platform, `${server}/oauth/revoke`, { client_id: clientId, token }).catch(() => undefined);
  };

  const send = (path: string, options: CallOptions, { token }: Access) => {
    const headers = { accept: "application/json", ...options.headers, authorization: `Bearer ${token}` };
    return request(platform, `${server}${path}`, { ...options, headers });
  };

  return {
    begin: async (answer) => {
      const tokens = readTokens(answer, platform.now());
      if (!tokens?.refreshToken) throw new GatehouseError("sign_in_failed", toError(answer).detail);
      const former = await platform.withLock("session", async () => {
        const { refreshToken } = await store.readAgain();
        await store.update(() => ({ ...nothingOfAnAccount, ...tokens }));
        return refreshToken;
      });
      await giveBack(former);
    },
    signOut: async () => {
      const { refreshToken } = await store.readAgain();
      await store.update(() => nothingOfAnAccount);
      await giveBack(refreshToken);
    },
    call: async (path, options = {}) => {
      const access = await getAccess(context, null);
      const first = await send(path, options, access);
      // Once: a token that was just refreshed and is refused again is the server's problem, and no reason to go round.
      const isStale = first.status === 401 && first.body.code !== "device_revoked";
      const answer = isStale ? await send(path, options, await getAccess(context, access.token)) : first;
      if (answer.status < 400) return answer;
      if (answer.status === 401 && answer.body.code === "device_revoked") {
        // Unless somebody has signed in anew while the answer was on its way.
        await store.update((now) =>
          now.device === access.device ? { ...nothingOfAnAccount, ended: "device_revoked" } : null,
        );
      }
      throw toError(answer);
    },
  };
}

/**
 * A token that is good for a while. Refreshing happens in one context at a time; whoever waited finds the new token. A
 * service worker that dies in between loses nothing: the refresh token may be presented again for a minute.
 * @throws GatehouseError `signed_out`, `connection_ended` when the server no longer knows the refresh token
 */
function getAccess({ platform, store, server }: Context, refused: string | null): Promise<Access> {
  return platform.withLock("session", async () => {
    const { refreshToken, accessToken, accessExpiresAt, account, device } = await store.readAgain();
    if (refreshToken === null) throw new GatehouseError("signed_out");
    const isGood = accessToken !== refused && accessExpiresAt - platform.now() > shortestLifeMs && account !== null;
    if (isGood && accessToken !== null && device !== null) return { token: accessToken, device };
    const form = { client_id: clientId, grant_type: "refresh_token", refresh_token: refreshToken };
    const answer = await postForm(platform, `${server}/oauth/token`, form);
    const tokens = readTokens(answer, platform.now());
    const isEnded = answer.status === 400 && answer.body.error === "invalid_grant";
    await store.update((now) => {
      // Somebody may have signed out or in meanwhile; their word counts.
      if (now.refreshToken !== refreshToken) return null;
      if (tokens) return { ...tokens, refreshToken: tokens.refreshToken ?? refreshToken };
      return isEnded ? { ...nothingOfAnAccount, ended: "connection_ended" } : null;
    });
    if (tokens) return { token: tokens.accessToken, device: tokens.device };
    if (isEnded) throw new GatehouseError("connection_ended", toError(answer).detail);
    throw toError(answer);
  });
}

type Tokens = Pick<State, "refreshToken" | "accessExpiresAt"> & Record<"accessToken" | "account" | "device", string>;

/**
 * What the token endpoint gave; null where it gave nothing sensible. Account and device are read from the access token
 * without checking its signature: it came over TLS from the server, and only says which lease to expect.
 */
function readTokens({ status, body }: HttpAnswer, now: number): Tokens | null {
  const { access_token: accessToken, refresh_token: refreshToken, expires_in: seconds } = body;
  if (status !== 200 || !isText(accessToken)) return null;
  try {
    const { account, device } = decodeObject(accessToken.split(".")[1]);
    if (!isText(account) || !isText(device)) return null;
    return {
      accessToken,
      accessExpiresAt: now + (typeof seconds === "number" ? seconds : 0) * 1000,
      account,
      device,
      refreshToken: isText(refreshToken) ? refreshToken : null,
    };
  } catch {
    return null;
  }
}
