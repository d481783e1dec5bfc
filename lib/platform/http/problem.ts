import { AppError, type ErrorCode } from "@/lib/core/errors";
import { isDatabaseOutage } from "@/lib/platform/database-outage";
import { type Answer, toResponse } from "@/lib/platform/http/answer";

/** The body of every error answer: RFC 9457 problem details, with our code and the request's id. */
export type Problem = {
  type: string;
  title: string;
  status: number;
  detail: string;
  code: ErrorCode;
  request_id: string | null;
  field?: string;
  help_url?: string;
};

const titles: Partial<Record<number, string>> = {
  400: "Bad request",
  401: "Not signed in",
  403: "Not allowed",
  404: "Not found",
  405: "Method not allowed",
  409: "Conflict",
  410: "Gone",
  413: "Body too large",
  415: "Unsupported media type",
  421: "Misdirected request",
  422: "Not acceptable as it is",
  429: "Too many requests",
  500: "Something went wrong here",
  503: "Not available for the moment",
};

/** After an outage of the database everything works again within this time. */
export const outageRetrySeconds = 5;
/** What machines are told of an outage of the database. */
export const outageDetail = "Our database gives no answer. Try again in a few seconds.";

/** What an error becomes for whoever asked: a refusal that was meant keeps its words, anything else says nothing of its cause. */
export function toAppError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  if (isDatabaseOutage(error)) {
    return new AppError("database_unavailable", outageDetail, {
      retryAfterSeconds: outageRetrySeconds,
      cause: error,
    });
  }
  return new AppError("internal", "The request could not be completed. It has been noted; try again in a moment.", {
    cause: error,
  });
}

/** The answer for an error, as `application/problem+json`. */
export function problemAnswer(error: AppError, requestId: string | null): Answer {
  const problem: Problem = {
    type: `/docs/api#error-${error.code}`,
    title: titles[error.status] ?? "Error",
    status: error.status,
    detail: error.message,
    code: error.code,
    request_id: requestId,
    ...(error.field !== undefined && { field: error.field }),
    ...(error.helpUrl !== undefined && { help_url: error.helpUrl }),
  };
  const headers: Answer["headers"] = {
    "Content-Type": "application/problem+json",
    "Cache-Control": "no-store",
    ...(error.retryAfterSeconds !== undefined && { "Retry-After": String(error.retryAfterSeconds) }),
    ...(error.status === 401 && {
      "WWW-Authenticate": `Bearer error="invalid_token", error_description="${error.code}"`,
    }),
  };
  return { status: error.status, headers, body: JSON.stringify(problem) };
}

/** The same, for handlers of the Web standard. */
export function problemResponse(error: AppError, requestId: string | null): Response {
  return toResponse(problemAnswer(error, requestId));
}
