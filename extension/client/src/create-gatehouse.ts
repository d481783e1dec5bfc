import { createBuying } from "./buying";
import { readReply, servedBy, toCall } from "./calls";
import { chromePlatform } from "./chrome-platform";
import { createCodeFlow } from "./code-sign-in";
import { createContact } from "./contact";
import { createInContentScript } from "./content-script";
import { decideAnyFeature } from "./decide-access";
import { deviceThumbprint } from "./device-key";
import { GatehouseError } from "./errors";
import { listenInWorker } from "./listen";
import type { Platform } from "./platform";
import { createProfile } from "./profile";
import { createSession, once } from "./session";
import { signInWithWindow } from "./sign-in";
import { createStore } from "./store";
import type { CodeSignIn, Entitlements, Gatehouse, GatehouseConfig } from "./types";
import { createUsageReports } from "./usage";
import { decideUser } from "./user";
import { createVerifier } from "./verify-lease";
import { createWatch, toEntitlements } from "./watch";

/** How much later the clock must be before it is written down again as the latest time known to be true. */
const noteEveryMs = 60_000;

/**
 * Makes a Gatehouse for this context: service worker, popup, options page, content script. All contexts of one profile share
 * what they know; a content script asks the service worker.
 * @throws GatehouseError `misconfigured`
 */
export function createGatehouse(config: GatehouseConfig): Gatehouse {
  return createGatehouseOn(chromePlatform(), config);
}

/** The same on any platform: what tests and other browsers' shims use. */
export function createGatehouseOn(platform: Platform, config: GatehouseConfig): Gatehouse {
  const server = requireOrigin(config.server);
  if (config.roots.length === 0) throw new GatehouseError("misconfigured", "roots");
  if (platform.isContentScript) return createInContentScript(platform);
  const thumbprint = deviceThumbprint(platform);
  const deviceFacts = async () => ({
    device_key: await thumbprint(),
    client_version: config.version ?? platform.version,
  });
  const verify = createVerifier(server, config.roots);
  const store = createStore(platform);
  const session = createSession({ platform, store, server });
  const contact = createContact({ platform, store, session, verify, thumbprint });
  const codes = createCodeFlow({ platform, store, session, server, deviceFacts });
  const usage = createUsageReports({ platform, store, session, look: contact.look });
  const profile = createProfile({ platform, store, session });
  const buying = createBuying({ platform, store, session, server, deviceFacts });
  const watch = createWatch({ platform, store, contact, profile });
  let isListening = false;
  let signingIn: Promise<void> | null = null;

  /** What is held now. Where it counts, the time is noted as known to be true. */
  const look = async () => {
    const held = await contact.look(await store.read());
    const { access, state } = held;
    if (access.counts && access.now > state.latestMs + noteEveryMs) {
      await store.update((now) => (access.now > now.latestMs ? { latestMs: access.now } : null)).catch(() => undefined);
    }
    return held;
  };

  /** What is held, after asking the server where nothing counts; where something does, the server is asked on the side. */
  const lookOrAsk = async () => {
    const held = await look();
    if (held.access.counts) {
      void contact.ifDue().then(usage.send);
      return held;
    }
    await contact.ifDue();
    return look();
  };
  const getEntitlements = async () => toEntitlements(await lookOrAsk());

  const signInHere = () => {
    signingIn ??= signInWithWindow({ platform, session, server, deviceFacts })
      .then(() => contact.now())
      .finally(() => {
        signingIn = null;
      });
    return signingIn;
  };

  const signInWithCode = async (): Promise<CodeSignIn> => {
    const { userCode, verificationUrl, verificationUrlComplete, expiresAt } = await codes.start();
    const done = untilSignedIn();
    // Whoever only shows the code need not handle its failure.
    done.catch(() => undefined);
    return { userCode, verificationUrl, verificationUrlComplete, expiresAt: new Date(expiresAt), done };
  };

  const untilSignedIn = async (): Promise<Entitlements> => {
    for (;;) {
      const { code } = await store.readAgain();
      if (code) await new Promise<void>((resolve) => void platform.after(code.intervalMs, resolve));
      const outcome = await codes.look();
      if (outcome === "signed_in") await contact.now();
      const { refreshToken, failure } = await store.readAgain();
      if (outcome === "nothing_pending" && refreshToken === null) throw new GatehouseError(failure ?? "code_expired");
      if (outcome !== "waiting") return toEntitlements(await look());
    }
  };

  const open = async (path: string) => {
    await store.update(() => ({ waitingSince: platform.now() }));
    await platform.openTab(`${server}${path}`);
    watch.start();
  };

  const gatehouse: Gatehouse = {
    listen: () => {
      if (isListening) return;
      isListening = true;
      const served = servedBy(gatehouse, untilSignedIn);
      listenInWorker({ platform, store, contact, codes, usage, buying, watch, server, served });
    },
    signIn: async () => {
      // A popup closes under the sign-in window, the service worker does not.
      const reply = platform.isPage ? readReply(await platform.ask(toCall("signIn"))) : undefined;
      if (reply === undefined) await signInHere();
      await store.readAgain();
      return getEntitlements();
    },
    signInWithCode,
    signOut: session.signOut,
    getEntitlements,
    getFeature: async (feature) => {
      const held = await lookOrAsk();
      return decideAnyFeature(feature, held.access, toEntitlements(held));
    },
    isActive: async (feature) => {
      const held = await lookOrAsk();
      return decideAnyFeature(feature, held.access, toEntitlements(held)).active;
    },
    onChange: watch.onChange,
    reportUsage: usage.report,
    markUsed: async (feature) => {
      const held = await look();
      const isNews = !held.state.marked.includes(feature);
      if (!isNews || !decideAnyFeature(feature, held.access, toEntitlements(held)).active) return;
      await session
        .call("/api/v1/onboarding", once(crypto.randomUUID(), { step: "premium_used", feature }))
        .then(() => store.update((state) => ({ marked: [...new Set([...state.marked, feature])] })))
        .catch(() => undefined);
    },
    openPricing: async () => {
      await buying.start();
      await open("/pricing");
    },
    openPortal: () => open("/account"),
    getUser: async () => {
      const held = await lookOrAsk();
      await profile.ifDue();
      return decideUser({ ...held, state: await store.read() });
    },
    onPaid: { addListener: watch.onPaid },
  };
  return gatehouse;
}

/** The server's origin, as issuer and as sender of messages. @throws GatehouseError `misconfigured` */
function requireOrigin(server: string): string {
  const url = URL.canParse(server) ? new URL(server) : null;
  const isLocal = url !== null && ["localhost", "127.0.0.1", "[::1]"].includes(url.hostname);
  if (url === null || (url.protocol !== "https:" && !(isLocal && url.protocol === "http:"))) {
    throw new GatehouseError("misconfigured", server);
  }
  return url.origin;
}
