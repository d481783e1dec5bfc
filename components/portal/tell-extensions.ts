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

/** What an extension says of itself that sent its user to pay before they had signed in; see docs/decisions/0077. */
export type BuyerRequest = { code_challenge: string; device_key: string; client_version: string };

/** An extension's answer. `ok` is true where what is paid for is unlocked there. */
export type ExtensionAnswer = { ok: boolean; signIn: BuyerRequest | null };

/**
 * Tells one of our extensions in this browser that something about the account has changed; the message says no more than
 * that, and it asks the server. Null where none answers. Never throws.
 */
export function tellExtension(id: string): Promise<ExtensionAnswer | null> {
  return send(id, { type: "gatehouse:changed" });
}

/** Hands a code to the extension that asked for one. The browser delivers it to that extension only. */
export function handOverCode(id: string, code: string): Promise<ExtensionAnswer | null> {
  return send(id, { type: "gatehouse:code", code });
}

function send(id: string, message: object): Promise<ExtensionAnswer | null> {
  const runtime = findRuntime();
  if (!runtime) return Promise.resolve(null);
  return new Promise((resolve) => {
    try {
      // `lastError` is read so that the browser does not complain about an extension that is not installed.
      runtime.sendMessage(id, message, (reply) => resolve(runtime.lastError ? null : readAnswer(reply)));
    } catch {
      // An extension that can't be reached learns it with its next look.
      resolve(null);
    }
  });
}

function readAnswer(reply: unknown): ExtensionAnswer | null {
  if (typeof reply !== "object" || reply === null || !("ok" in reply) || typeof reply.ok !== "boolean") return null;
  return { ok: reply.ok, signIn: "sign_in" in reply ? readRequest(reply.sign_in) : null };
}

function readRequest(value: unknown): BuyerRequest | null {
  if (typeof value !== "object" || value === null) return null;
  const { code_challenge, device_key, client_version }: Record<string, unknown> = { ...value };
  const isWhole =
    typeof code_challenge === "string" && typeof device_key === "string" && typeof client_version === "string";
  return isWhole ? { code_challenge, device_key, client_version } : null;
}
