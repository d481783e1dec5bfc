import { type AppError, isAppError } from "@/lib/core/errors";
import { env } from "@/lib/platform/env";
import { readBody } from "@/lib/platform/http/body";
import { requestSource } from "@/lib/platform/http/request-source";
import { requireSameOrigin } from "@/lib/platform/http/same-origin";
import { recordRefusal } from "@/lib/platform/refusals";

const maxFormBytes = 16 * 1024;

type FormDeclaration = {
  where: string;
  run: (request: Request, form: URLSearchParams) => Promise<Response>;
  /** The page that explains a refusal; it is given the code and nothing of what was typed. */
  onRefusal: (refusal: AppError, form: URLSearchParams) => string;
};

/**
 * A handler for a plain HTML form: only POST, only from our own pages, no more than 16 kB. A refusal is noted for staff
 * and sends the browser to a page that explains it, so that everything works without scripts.
 */
export function formHandler(declaration: FormDeclaration): (request: Request) => Promise<Response> {
  return async (request) => {
    if (request.method !== "POST") return new Response(null, { status: 405, headers: { Allow: "POST" } });
    let form = new URLSearchParams();
    try {
      requireSameOrigin(request);
      form = new URLSearchParams(new TextDecoder().decode(await readBody(request, maxFormBytes)));
      return await declaration.run(request, form);
    } catch (error) {
      if (!isAppError(error)) throw error;
      recordRefusal({
        kind: error.code,
        where: declaration.where,
        detail: error.message,
        source: requestSource(request),
      });
      return redirectTo(declaration.onRefusal(error, form));
    }
  };
}

/** Sends the browser to a path of ours with a GET. The origin is the configured one: the Host header may be anyone's. */
export function redirectTo(path: string): Response {
  const location = new URL(path, env().GATEHOUSE_URL).href;
  return new Response(null, { status: 303, headers: { Location: location, "Cache-Control": "no-store" } });
}

/** The same answer, with one more cookie. */
export function withCookie(response: Response, cookie: string): Response {
  response.headers.append("Set-Cookie", cookie);
  return response;
}
