/**
 * An answer in full, before a server puts it into its own form: Next wants a `Response`, the fast lane writes to
 * node:http directly, because making and reading a `Response` costs more than everything else that a check does.
 */
export type Answer = { status: number; headers: Record<string, string>; body: string | null };

/** The answer as the Web standard has it. */
export function toResponse({ status, headers, body }: Answer): Response {
  return new Response(body, { status, headers });
}
