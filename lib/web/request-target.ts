import { AppError } from "@/lib/core/errors";

/**
 * The path and query that a request line asks for (RFC 9112 section 3.2): a path, or a whole address of ours, which proxies
 * write. What a path must not hold is refused here, so that no route has to know: percent signs that are no UTF-8, and
 * control characters, of which PostgreSQL keeps no 0.
 * @throws AppError `misdirected_request` for an address of another host, `invalid_request` for anything else
 */
export function requestTarget(target: string, ownHost: string): string {
  const isWhole = /^https?:\/\//i.test(target);
  if (isWhole && URL.canParse(target)) {
    const { host, pathname, search } = new URL(target);
    if (host !== ownHost) throw new AppError("misdirected_request", "This server does not answer for that host.");
    return checked(pathname + search);
  }
  if (!target.startsWith("/")) throw new AppError("invalid_request", "A request must be for a path.");
  return checked(target);
}

function checked(target: string): string {
  const [path = "", ...query] = target.split("?");
  const decoded = decode(path);
  if (decoded === null) throw new AppError("invalid_request", "The address holds a percent sign that is not UTF-8.");
  if (/\p{Cc}/u.test(decoded) || query.join("?").includes("%00")) {
    throw new AppError("invalid_request", "The address holds a character that no address has.");
  }
  return target;
}

function decode(path: string): string | null {
  try {
    return decodeURIComponent(path);
  } catch {
    return null;
  }
}
