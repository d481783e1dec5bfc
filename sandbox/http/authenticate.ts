import { StripeError } from "./errors";

/** Accepts any test key, as a bearer token or as the user of basic authentication. Refuses live keys by name. */
export function requireTestKey(authorization: string | undefined): void {
  const key = readKey(authorization);
  if (!key) {
    throw unauthorized(
      "You did not provide an API key. Provide your test key in the Authorization header, e.g. 'Authorization: Bearer sk_test_…'.",
    );
  }
  if (/^[a-z]+_live_/.test(key)) {
    throw unauthorized(
      "A live key was sent to the local sandbox: this is not Stripe, and no money can move here. Use a test key (sk_test_…), and consider rolling the live key.",
    );
  }
  if (!/^(sk|rk)_test_\w+$/.test(key)) throw unauthorized(`Invalid API Key provided: ${key.slice(0, 8)}****`);
}

function readKey(authorization: string | undefined): string | null {
  const [scheme = "", credentials = ""] = (authorization ?? "").split(" ");
  if (scheme.toLowerCase() === "bearer") return credentials;
  if (scheme.toLowerCase() === "basic")
    return Buffer.from(credentials, "base64").toString("utf8").split(":")[0] ?? null;
  return null;
}

function unauthorized(message: string): StripeError {
  return new StripeError(401, { type: "invalid_request_error", message });
}
