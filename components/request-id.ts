/** The name under which proxy.ts tells the browser a request's id, as a `Server-Timing` entry: scripts can read no other header. */
const timingName = "request";

type Timed = Pick<PerformanceEntry, "name" | "startTime"> & {
  serverTiming?: readonly Pick<PerformanceServerTiming, "name" | "description">[];
};

/** The id of the newest of these requests for a page of this path; null where none carried one. */
export function newestRequestId(entries: Timed[], pathname: string): string | null {
  const ids = entries
    .filter(({ name }) => URL.canParse(name) && new URL(name).pathname === pathname)
    .sort((left, right) => right.startTime - left.startTime)
    .map(({ serverTiming }) => serverTiming?.find(({ name }) => name === timingName)?.description);
  return ids.find(Boolean) ?? null;
}

/** The id under which the server noted how it made the page that is open, or why it could not. */
export function findRequestId(): string | null {
  const pages = performance.getEntriesByType("navigation") as PerformanceNavigationTiming[];
  const parts = performance.getEntriesByType("resource") as PerformanceResourceTiming[];
  return newestRequestId([...pages, ...parts], location.pathname);
}
