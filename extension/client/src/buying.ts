import { randomText, sha256 } from "./encoding";
import { type DeviceFacts, redeemCode, type SignInContext } from "./sign-in";
import type { State } from "./state";
import type { Store } from "./store";

/** The lifetime of a hosted checkout page. */
const longestMs = 24 * 60 * 60_000;

/** What the server needs to make a code that only this installation can redeem. */
export type BuyerRequest = DeviceFacts & { code_challenge: string };

type Context = SignInContext & { store: Store };

/**
 * Paying is signing in. When a signed-out user is sent to the prices, a PKCE verifier is stored here. The page after the
 * checkout asks for its challenge, and hands back a code that only the holder of the verifier can redeem.
 */
export interface Buying {
  /** Remembers that the user was sent to pay from here. */
  start(): Promise<void>;
  /** For the page after the checkout; null when the user was not sent from here, or has signed in since. */
  request(): Promise<BuyerRequest | null>;
  /** Redeems the code of that page. False when that failed. Never throws. */
  redeem(code: string): Promise<boolean>;
}

export function createBuying(context: Context): Buying {
  const { platform, store, deviceFacts } = context;
  const verifierOf = ({ buyVerifier, buyingSince }: State): string | null => {
    // Signing in and out clear both, so a verifier is only held while signed out.
    if (buyingSince === null) return null;
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
        return redeemCode(context, { code, verifier, redirectUri }).then(
          () => true,
          () => false,
        );
      }),
  };
}
