import { env } from "@/lib/platform/env";
import { recordRefusal } from "@/lib/platform/refusals";

/** The default target after signing in: it redirects staff to their pages, and customers to their account. */
export const landingPath = "/sign-in/landing";

/** What answers machines, or completes a sign-in: no page to send a person to. Routes are matched without regard to case. */
const machinePaths = /^(\/[a-z]{2})?\/(api|oauth\/token)(\/|$)/i;

/**
 * A path of ours, from whatever was given as the page to go on to; null when it leads anywhere else. Browsers read
 * `//host`, `/\host` and control characters in surprising ways, so what is left after parsing decides. Only pages count:
 * an address under `/api/` could finish somebody else's sign-in in this browser.
 */
export function parseCallbackPath(value: string, origin: string): string | null {
  const isPathOrOurs = value.startsWith("/") || value === origin || value.startsWith(`${origin}/`);
  if (!isPathOrOurs || /[\\\p{Cc}]/u.test(value) || !URL.canParse(value, origin)) return null;
  const url = new URL(value, origin);
  const path = `${url.pathname}${url.search}${url.hash}`;
  if (url.origin !== origin || url.username !== "" || path.startsWith("//")) return null;
  const decoded = decodePath(url.pathname);
  return decoded === null || machinePaths.test(decoded) ? null : path;
}

function decodePath(pathname: string): string | null {
  try {
    return decodeURIComponent(pathname);
  } catch {
    return null;
  }
}

/** The page to go on to after signing in. An address that is not ours is replaced by the home page, and noted for staff. */
export function toCallbackPath(value: string | null | undefined, where: string): string {
  if (!value) return landingPath;
  const path = parseCallbackPath(value, env().GATEHOUSE_URL);
  if (path !== null) return path;
  recordRefusal({
    kind: "invalid_request",
    where,
    detail: `callbackUrl would have led away from here: ${value.slice(0, 100)}`,
  });
  return "/";
}
