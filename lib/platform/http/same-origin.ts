import { AppError } from "@/lib/core/errors";
import { env } from "@/lib/platform/env";

/**
 * Makes sure that a form was sent from a page of ours. `Sec-Fetch-Site` is the browser's own word and decides where it
 * is there; a referrer policy may hide `Origin` even from ourselves. Browsers that don't send it (and plain http away
 * from this machine) are judged by `Origin`. A request that says neither is refused.
 * @throws AppError `cross_site`
 */
export function requireSameOrigin(request: Request): void {
  const site = request.headers.get("sec-fetch-site");
  const isOurs = site === null ? request.headers.get("origin") === env().GATEHOUSE_URL : site === "same-origin";
  if (!isOurs)
    throw new AppError("cross_site", "This form was not sent from a page of ours. Open the page again and retry.");
}
