import type { IncomingMessage } from "node:http";

/** Longer than any that a browser sends. */
const maxLength = 512;

/**
 * Cuts a `User-Agent` that no browser sends, before anything reads it. Next looks for crawlers in it with a regular
 * expression of quadratic time: a quarter of a second for the longest header that Node accepts.
 */
export function cutUserAgent({ headers, rawHeaders }: Pick<IncomingMessage, "headers" | "rawHeaders">): void {
  const given = headers["user-agent"];
  if (given === undefined || given.length <= maxLength) return;
  headers["user-agent"] = given.slice(0, maxLength);
  // The fast lane reads the raw headers, a name and its value by turns.
  const name = rawHeaders.findIndex((text, index) => index % 2 === 0 && text.toLowerCase() === "user-agent");
  rawHeaders[name + 1] = given.slice(0, maxLength);
}
