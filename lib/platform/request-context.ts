import { AsyncLocalStorage } from "node:async_hooks";
import { singleton } from "@/lib/platform/registry";

type RequestContext = { requestId: string };

const storage = () => singleton("request-context", () => new AsyncLocalStorage<RequestContext>());

/** Runs the work so that everything it writes can be traced to this request. */
export function withRequestId<T>(requestId: string, work: () => T): T {
  return storage().run({ requestId }, work);
}

/** The id of the request being served; null in background work. */
export function currentRequestId(): string | null {
  return storage().getStore()?.requestId ?? null;
}
