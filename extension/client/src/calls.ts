import { isObject } from "./encoding";
import { GatehouseError } from "./errors";
import type { ErrorCode, Gatehouse } from "./types";

const type = "gatehouse:call";

/** What the service worker does for the other contexts of its extension. */
type Served = Record<string, (one: unknown, other: unknown) => Promise<unknown>>;

/** The worker's answer. The value is a JSON text, because browsers differ in what they make of a date in a message. */
type Reply = { ok: true; value: string } | { ok: false; code: ErrorCode; detail: string | null };

/** The message that asks the worker for this. */
export function toCall(method: string, args: readonly unknown[] = []) {
  return { type, method, args };
}

/** Only the methods named here can be called: `listen` and listeners belong to their own context. */
export function servedBy(gatehouse: Gatehouse, codeDone: () => Promise<unknown>): Served {
  return {
    signIn: () => gatehouse.signIn(),
    signInWithCode: async () => ({ ...(await gatehouse.signInWithCode()), done: undefined }),
    codeDone,
    signOut: () => gatehouse.signOut(),
    getEntitlements: () => gatehouse.getEntitlements(),
    getFeature: (feature) => gatehouse.getFeature(String(feature)),
    isActive: (feature) => gatehouse.isActive(String(feature)),
    reportUsage: (feature, amount) => gatehouse.reportUsage(String(feature), Number(amount)),
    markUsed: (feature) => gatehouse.markUsed(String(feature)),
    openPricing: () => gatehouse.openPricing(),
    openPortal: () => gatehouse.openPortal(),
    getUser: () => gatehouse.getUser(),
  };
}

/** What the worker answers to a message; null where the message is no call. */
export function answerCall(served: Served, message: unknown): Promise<Reply> | null {
  if (!isObject(message) || message.type !== type) return null;
  const run = Object.entries(served).find(([name]) => name === message.method)?.[1];
  const [one, other] = Array.isArray(message.args) ? message.args : [];
  const answer = run ? run(one, other) : Promise.reject(new GatehouseError("misconfigured", String(message.method)));
  return answer.then(
    (value) => ({ ok: true, value: JSON.stringify(value ?? null) }),
    (error: unknown) => {
      const { code, detail } =
        error instanceof GatehouseError ? error : new GatehouseError("server_error", String(error));
      return { ok: false, code, detail };
    },
  );
}

/** The value of an answer; undefined when no worker of ours answered. @throws GatehouseError what the worker threw */
export function readReply(reply: unknown): unknown {
  if (!isObject(reply) || typeof reply.ok !== "boolean") return undefined;
  if (reply.ok) return JSON.parse(String(reply.value), reviveDates);
  throw new GatehouseError(reply.code as ErrorCode, typeof reply.detail === "string" ? reply.detail : null);
}

/** Every time of the API has such a name, and no text has. */
function reviveDates(name: string, value: unknown): unknown {
  return /(At|until|hardStop)$/.test(name) && typeof value === "string" ? new Date(value) : value;
}
