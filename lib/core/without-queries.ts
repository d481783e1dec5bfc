/** The parts of an error report that can name an address. What else a report holds is Sentry's own. */
const parts = ["message", "transaction", "request", "breadcrumbs", "exception", "spans", "contexts"];
/** Where HTTP's own fields hold only what stands behind the question mark. */
const queryFields = ["query_string", "http.query", "url.query"];
const maxDepth = 8;

/**
 * The same report without what stands behind the question mark of any address in it: there, an address of ours can carry
 * a token that signs somebody in.
 */
export function withoutQueries<Report extends object>(report: Report): Report {
  const scrubbed = Object.entries(report).filter(([name]) => parts.includes(name));
  return { ...report, ...Object.fromEntries(scrubbed.map(([name, value]) => [name, scrub(value, 0)])) };
}

/** An address up to its question mark. */
export function withoutQuery(address: string): string {
  const [path = ""] = address.split(/[?#]/, 1);
  return path;
}

/** A run of characters that ends where an address in a text ends, and how an address begins within one. */
const words = /[^\s"')]+/g;
const beginning = /(?:^|[(=])(?:https?:\/)?\//;

/** A word up to the question mark of the address in it. */
function withoutQueryOfWord(word: string): string {
  const start = word.search(beginning);
  return start === -1 ? word : word.slice(0, start) + withoutQuery(word.slice(start));
}

function scrub(value: unknown, depth: number): unknown {
  if (typeof value === "string") return value.replace(words, withoutQueryOfWord);
  if (typeof value !== "object" || value === null || depth > maxDepth) return value;
  if (Array.isArray(value)) return value.map((item) => scrub(item, depth + 1));
  const fields = Object.entries(value).filter(([name]) => !queryFields.includes(name));
  return Object.fromEntries(fields.map(([name, field]) => [name, scrub(field, depth + 1)]));
}
