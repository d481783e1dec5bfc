import { AppError } from "@/lib/core/errors";
import { env } from "@/lib/platform/env";

/**
 * Makes sure that a form was sent from a page of ours. Browsers say where a POST comes from in `Sec-Fetch-Site` and
 * `Origin`; one that says neither, or that comes from elsewhere, is refused.
 * @throws AppError `cross_site`
 */
export function requireSameOrigin(request: Request): void {
  const site = request.headers.get("sec-fetch-site");
  const origin = request.headers.get("origin");
  const isOurs = origin === env().GATEHOUSE_URL && (site === null || site === "same-origin");
  if (!isOurs)
    throw new AppError("cross_site", "This form was not sent from a page of ours. Open the page again and retry.");
}
