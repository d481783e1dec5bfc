/**
 * Every way in which Gatehouse refuses something, with the HTTP status it becomes at the edge.
 * A code is part of the public API: the extension and the messages of both languages are keyed by it.
 */
export const errorStatus = {
  invalid_request: 400,
  idempotency_key_missing: 400,
  signature_invalid: 400,
  unauthenticated: 401,
  token_invalid: 401,
  token_expired: 401,
  device_revoked: 401,
  forbidden: 403,
  scope_missing: 403,
  cross_site: 403,
  not_entitled: 403,
  limit_reached: 403,
  not_found: 404,
  method_not_allowed: 405,
  already_subscribed: 409,
  idempotency_in_flight: 409,
  checkout_in_progress: 409,
  lease_lost: 409,
  conflict: 409,
  link_used: 410,
  link_expired: 410,
  body_too_large: 413,
  unsupported_media_type: 415,
  misdirected_request: 421,
  idempotency_key_reused: 422,
  unknown_price: 422,
  unknown_feature: 422,
  code_wrong: 422,
  code_exhausted: 429,
  rate_limited: 429,
  internal: 500,
  stripe_unavailable: 503,
  unavailable: 503,
  database_unavailable: 503,
} as const;

export type ErrorCode = keyof typeof errorStatus;

export type ErrorOptions = {
  /** The request's field that is wrong, as the caller wrote it. */
  field?: string;
  /** Seconds after which trying again can help; becomes `Retry-After`. */
  retryAfterSeconds?: number;
  /** Where a person can mend it, e.g. the pricing page; an address of ours. */
  helpUrl?: string;
  cause?: unknown;
};

/** A refusal that is meant: its code decides the status, its message may be shown to whoever asked. */
export class AppError extends Error {
  override readonly name = "AppError";
  readonly code: ErrorCode;
  readonly field: string | undefined;
  readonly retryAfterSeconds: number | undefined;
  readonly helpUrl: string | undefined;

  constructor(code: ErrorCode, message: string, options: ErrorOptions = {}) {
    super(message, { cause: options.cause });
    this.code = code;
    this.field = options.field;
    this.retryAfterSeconds = options.retryAfterSeconds;
    this.helpUrl = options.helpUrl;
  }

  get status(): number {
    return errorStatus[this.code];
  }
}

/** True for a refusal with this code. */
export function isAppError(error: unknown, code?: ErrorCode): error is AppError {
  return error instanceof AppError && (code === undefined || error.code === code);
}

/** The short text of anything that was thrown, for logs and for staff; never for customers. */
export function describeError(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}
