import { randomText, sha256 } from "./encoding";
import { postForm } from "./http";
import type { Platform } from "./platform";
import { clientId, type Session } from "./session";
import type { DeviceFacts } from "./sign-in";
import type { State } from "./state";
import type { Store } from "./store";

/** As long as a page of the hosted checkout lives. */
const longestMs = 24 * 60 * 60_000;

/** What the server needs to sign this installation in, and nobody else can use. */
export type BuyerRequest = DeviceFacts & { code_challenge: string };

type Context = {
  platform: Platform;
  store: Store;
  session: Session;
  server: string;
  deviceFacts: () => Promise<DeviceFacts>;
};

/**
 * Paying is signing in. Whoever is sent to the prices while signed out gets a PKCE verifier, which stays here. The page after
 * the checkout asks for its challenge, and hands back a code that is worth something to the holder of the verifier alone.
 */
export interface Buying {
  /** Remembers that somebody was sent to pay from here. */
  start(): Promise<void>;
  /** For the page after the checkout; null where nobody was sent from here, or somebody has signed in since. */
  request(): Promise<BuyerRequest | null>;
  /** Takes the code of that page. False where it gave nothing. Never throws. */
  redeem(code: string): Promise<boolean>;
}

export function createBuying({ platform, store, session, server, deviceFacts }: Context): Buying {
  const verifierOf = ({ refreshToken, buyVerifier, buyingSince }: State): string | null => {
    if (refreshToken !== null || buyingSince === null) return null;
    const now = platform.now();
    return buyingSince <= now && now - buyingSince < longestMs ? buyVerifier : null;
  };

  return {
    start: async () => {
      await store.update((state) =>
        state.refreshToken === null
          ? { buyVerifier: verifierOf(state) ?? randomText(), buyingSince: platform.now() }
          : null,
      );
    },
    request: async () => {
      const verifier = verifierOf(await store.readAgain());
      return verifier === null ? null : { code_challenge: await sha256(verifier), ...(await deviceFacts()) };
    },
    redeem: (code) =>
      platform.withLock("buying", async () => {
        const verifier = verifierOf(await store.readAgain());
        const redirectUri = platform.redirectUrl();
        if (verifier === null || redirectUri === null) return false;
        const form = {
          client_id: clientId,
          grant_type: "authorization_code",
          code,
          code_verifier: verifier,
          redirect_uri: redirectUri,
        };
        return postForm(platform, `${server}/oauth/token`, form)
          .then(session.begin)
          .then(
            () => true,
            () => false,
          );
      }),
  };
}
