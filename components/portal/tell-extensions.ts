type Runtime = { sendMessage: (id: string, message: unknown, answer: (reply: unknown) => void) => void };

/** The way from a page to an extension; null in a browser that has none, or for a page that no extension listens to. */
function findRuntime(): (Runtime & { lastError?: unknown }) | null {
  const chrome: unknown = Reflect.get(globalThis, "chrome");
  const runtime: unknown = typeof chrome === "object" && chrome !== null ? Reflect.get(chrome, "runtime") : null;
  return isRuntime(runtime) ? runtime : null;
}

function isRuntime(value: unknown): value is Runtime {
  return (
    typeof value === "object" && value !== null && "sendMessage" in value && typeof value.sendMessage === "function"
  );
}

/**
 * Tells our extensions in this browser that something about the account has changed; the message says no more than that,
 * and they ask the server. `onHeard` runs for each that answered that it did. Never throws, also where there is none.
 */
export function tellExtensions(ids: readonly string[], onHeard: () => void = () => undefined): void {
  const runtime = findRuntime();
  if (!runtime) return;
  for (const id of ids) {
    try {
      runtime.sendMessage(id, { type: "gatehouse:changed" }, (reply) => {
        // Read so that the browser does not complain about an extension that is not installed.
        if (runtime.lastError) return;
        if (typeof reply === "object" && reply !== null && "ok" in reply && reply.ok === true) onHeard();
      });
    } catch {
      // An extension that can't be reached learns it with its next look.
    }
  }
}
