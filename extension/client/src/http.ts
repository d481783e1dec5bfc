import { isObject } from "./encoding";
import { GatehouseError } from "./errors";
import type { Platform } from "./platform";
import type { ErrorCode } from "./types";

const timeoutMs = 10_000;

/** An answer of the server; `body` is empty where none came that is a JSON object. */
export type HttpAnswer = { status: number; headers: Headers; body: Record<string, unknown> };

/**
 * One request to the server. Follows no redirect: a captive portal that redirects is not the server.
 * @throws GatehouseError `offline` when nothing answered within ten seconds
 */
export async function request(platform: Platform, url: string, init: RequestInit = {}): Promise<HttpAnswer> {
  try {
    const signal = AbortSignal.timeout(timeoutMs);
    const response = await platform.fetch(url, {
      ...init,
      signal,
      credentials: "omit",
      cache: "no-store",
      redirect: "error",
    });
    return { status: response.status, headers: response.headers, body: parse(await response.text()) };
  } catch (error) {
    throw new GatehouseError("offline", String(error));
  }
}

/** A form, as OAuth wants it. */
export function postForm(platform: Platform, url: string, form: Record<string, string>): Promise<HttpAnswer> {
  return request(platform, url, { method: "POST", body: new URLSearchParams(form) });
}

/** What a refusal means for whoever called. */
export function toError({ status, headers, body }: HttpAnswer): GatehouseError {
  const detail = `${status} ${body.code ?? body.error ?? ""}: ${body.detail ?? body.error_description ?? ""}`;
  const seconds = Number(headers.get("retry-after"));
  return new GatehouseError(codeOf(status, body.code), detail, seconds > 0 ? seconds * 1000 : 0);
}

function codeOf(status: number, code: unknown): ErrorCode {
  if (code === "device_revoked" || code === "limit_reached" || code === "unknown_feature") return code;
  if (status === 429) return "rate_limited";
  return status === 400 || status === 403 || status === 422 ? "not_allowed" : "server_error";
}

function parse(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : {};
  } catch {
    return {};
  }
}
