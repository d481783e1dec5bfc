import type { Buying } from "./buying";
import { answerCall } from "./calls";
import type { CodeFlow } from "./code-sign-in";
import { type Contact, nextContactAt } from "./contact";
import { toNews } from "./content-script";
import type { Access } from "./decide-access";
import { isObject } from "./encoding";
import type { Platform } from "./platform";
import type { Store } from "./store";
import type { UsageReports } from "./usage";
import { type Watch, waitsUntil } from "./watch";

/** Chrome lets no alarm ring sooner. */
const soonestMs = 30_000;

const changedMessage = "gatehouse:changed";
const codeMessage = "gatehouse:code";

type Context = {
  platform: Platform;
  store: Store;
  contact: Contact;
  codes: CodeFlow;
  usage: UsageReports;
  buying: Buying;
  watch: Watch;
  server: string;
  served: Parameters<typeof answerCall>[0];
};

/**
 * Makes the service worker the one that is always there. Everything is registered before anything is awaited, because an
 * event that wakes a worker goes to the listeners of its first turn.
 */
export function listenInWorker(context: Context): void {
  const { platform, store, contact, buying, watch, server, served } = context;
  platform.onRing(() => void wake(context));
  platform.onAsk((message) => answerCall(served, message));
  const answerPage = async () => {
    await contact.now();
    const { access } = await contact.look(await store.readAgain());
    const request = await buying.request();
    return { ok: isPaidFor(access), ...(request && { sign_in: request }) };
  };
  platform.onWebPage((message, origin) => {
    if (origin !== server || !isObject(message)) return null;
    // The message carries no facts: the server is asked.
    if (message.type === changedMessage) return answerPage();
    // A code does, and is useless without the verifier that is stored here.
    if (message.type === codeMessage) return buying.redeem(String(message.code)).then(answerPage);
    return null;
  });
  watch.onChange(() => void platform.tell(toNews(false)));
  watch.onPaid(() => void platform.tell(toNews(true)));
  store.onChange(() => void schedule(context));
  void wake(context);
}

/** True when this device may use what is paid for: what a page may then tell its visitor. */
function isPaidFor(access: Access): boolean {
  return access.counts && access.lease.plan !== "free";
}

/** Does what is due. Called on every start of the worker and by its alarm. */
async function wake(context: Context): Promise<void> {
  const { platform, store, contact, codes, usage } = context;
  const state = await store.read();
  // The first start writes the record down, and with it when this was installed.
  if ((await platform.storage.read()) === undefined) await store.update(() => ({}));
  if (state.code) {
    const outcome = await codes.look().catch(() => "nothing_pending");
    if (outcome === "signed_in") await contact.now();
  }
  await (waitsUntil(state, platform.now()) === null ? contact.ifDue() : contact.now());
  await usage.send();
  await schedule(context);
}

/** Sets the alarm to when there is something to do next. */
async function schedule({ platform, store, contact }: Context): Promise<void> {
  const state = await store.read();
  const now = platform.now();
  const nextAt = nextContactAt(await contact.look(state), now);
  const isWaiting = state.code !== null || (nextAt !== null && waitsUntil(state, now) !== null);
  const wanted = isWaiting ? now : nextAt;
  if (wanted !== null) await platform.setAlarm(Math.max(now + soonestMs, wanted));
}
