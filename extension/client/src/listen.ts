import type { CodeFlow } from "./code-sign-in";
import { type Contact, nextContactAt } from "./contact";
import type { Access } from "./decide-access";
import { isObject } from "./encoding";
import { GatehouseError } from "./errors";
import type { Platform } from "./platform";
import type { Store } from "./store";
import type { ErrorCode } from "./types";
import type { UsageReports } from "./usage";
import { waitsUntil } from "./watch";

/** Chrome lets no alarm ring sooner. */
const soonestMs = 30_000;

export const signInMessage = { type: "gatehouse:sign-in" };
const changedMessage = "gatehouse:changed";

/** What the service worker answers to a page that asked it to sign in. */
type SignInReply = { ok: true } | { ok: false; code: ErrorCode; detail: string | null };

type Context = {
  platform: Platform;
  store: Store;
  contact: Contact;
  codes: CodeFlow;
  usage: UsageReports;
  server: string;
  signInHere: () => Promise<void>;
};

/**
 * Makes the service worker the one that is always there. Everything is registered before anything is awaited, because an
 * event that wakes a worker goes to the listeners of its first turn.
 */
export function listenInWorker(context: Context): void {
  const { platform, store, contact, server, signInHere } = context;
  platform.onRing(() => void wake(context));
  platform.onAsk((message) =>
    isObject(message) && message.type === signInMessage.type ? signInHere().then(succeeded, refused) : null,
  );
  platform.onWebPage((message, origin) => {
    // The message carries no facts: whatever it says, the server is asked.
    if (origin !== server || !isObject(message) || message.type !== changedMessage) return null;
    return contact.now().then(async () => ({ ok: isPaidFor((await contact.look(await store.read())).access) }));
  });
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

function succeeded(): SignInReply {
  return { ok: true };
}

function refused(error: unknown): SignInReply {
  const { code, detail } =
    error instanceof GatehouseError ? error : new GatehouseError("sign_in_failed", String(error));
  return { ok: false, code, detail };
}

/** What the worker's answer means; null where no worker of ours answered. @throws GatehouseError */
export function readSignInReply(reply: unknown): true | null {
  if (!isObject(reply) || typeof reply.ok !== "boolean") return null;
  if (reply.ok) return true;
  throw new GatehouseError(reply.code as ErrorCode, typeof reply.detail === "string" ? reply.detail : null);
}
