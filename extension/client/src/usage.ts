import type { Look } from "./contact";
import { type Access, decideUsage } from "./decide-access";
import { GatehouseError } from "./errors";
import type { Platform } from "./platform";
import { once, type Session } from "./session";
import type { PendingUsage, State } from "./state";
import type { Store } from "./store";
import type { Usage } from "./types";

/** As much as is remembered for a server that can't be reached. */
const mostPending = 500;

type Context = { platform: Platform; store: Store; session: Session; look: (state: State) => Promise<Look> };

/** Use of metered features: written down first, then sent, so that none is lost with a service worker, and none counts twice. */
export interface UsageReports {
  /** @throws GatehouseError `limit_reached`, `unknown_feature`, `not_allowed`, `signed_out` */
  report(feature: string, amount: number): Promise<Usage>;
  /** Sends what is still waiting, in its order. Never throws. */
  send(): Promise<void>;
}

export function createUsageReports({ platform, store, session, look }: Context): UsageReports {
  /** Sends one report; the server's refusal of it is final. @throws GatehouseError */
  const sendOne = async ({ id, feature, amount }: PendingUsage) => {
    const drop = (state: State) => state.pending.filter((one) => one.id !== id);
    try {
      const { body } = await session.call("/api/v1/usage", once(id, { feature, amount }));
      const { used, limit } = body;
      if (typeof used !== "number" || typeof limit !== "number") throw new GatehouseError("server_error");
      await store.update((state) => ({
        pending: drop(state),
        usage: { ...state.usage, [feature]: { used, limit } },
      }));
    } catch (error) {
      if (isFinal(error)) await store.update((state) => ({ pending: drop(state) }));
      throw error;
    }
  };

  const sendAll = (wanted: string | null) =>
    platform.withLock("usage", async () => {
      for (const one of (await store.readAgain()).pending) {
        try {
          await sendOne(one);
        } catch (error) {
          if (one.id === wanted || !isFinal(error)) throw error;
        }
      }
    });

  return {
    report: async (feature, amount) => {
      if (!Number.isSafeInteger(amount) || amount === 0) throw new GatehouseError("not_allowed", "amount");
      const { access } = await look(await store.read());
      const id = crypto.randomUUID();
      await store.update((state) => {
        requirePossible(state, access, feature);
        return { pending: [...state.pending, { id, feature, amount }] };
      });
      const failure = await sendAll(id).then(
        () => null,
        (error: unknown) => error,
      );
      if (failure !== null && isFinal(failure)) throw failure;
      const known = access.counts ? access.lease.features[feature] : undefined;
      const figures = decideUsage(feature, known, await store.read());
      const remaining = figures.limit - figures.used;
      if (failure !== null && (!known || (amount > 0 && remaining < 0))) {
        // Nobody can say that there is room, so nothing is promised.
        await store.update((state) => ({ pending: state.pending.filter((one) => one.id !== id) }));
        throw known ? new GatehouseError("limit_reached") : failure;
      }
      return { feature, ...figures, remaining: Math.max(0, remaining), queued: failure !== null };
    },
    send: async () => {
      if ((await store.read()).pending.length > 0) await sendAll(null).catch(() => undefined);
    },
  };
}

/** @throws GatehouseError where even the server could only say no */
function requirePossible(state: State, access: Access, feature: string): void {
  if (state.refreshToken === null) throw new GatehouseError("signed_out");
  if (state.pending.length >= mostPending) throw new GatehouseError("offline");
  if (!access.counts) return;
  const isMetered =
    Object.hasOwn(access.lease.features, feature) && access.lease.features[feature]?.limit !== undefined;
  if (!isMetered) throw new GatehouseError("unknown_feature");
}

/** The server has understood it and said no, or there is nobody to count for: sending it again would change nothing. */
function isFinal(error: unknown): boolean {
  return !(error instanceof GatehouseError) || !["offline", "server_error", "rate_limited"].includes(error.code);
}
