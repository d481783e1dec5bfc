import type { AppError } from "@/lib/core/errors";
import { currentRequestId } from "@/lib/platform/request-context";

/** A refusal as problem details (RFC 9457), for the handlers here that `route` does not wrap. */
export function problemAnswer(refusal: AppError): Response {
  const { status, code, message: detail } = refusal;
  const type = `/docs/api#error-${code}`;
  return Response.json(
    { type, title: "Refused", status, detail, code, request_id: currentRequestId() },
    { status, headers: { "Content-Type": "application/problem+json", "Cache-Control": "no-store" } },
  );
}
