import type { reportPageError } from "@/lib/web/error-reports";

// Next replaces NEXT_RUNTIME as it bundles, so that what needs Node stays out of the bundle for other runtimes.

/** Next calls this once, before the first request. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME === "nodejs") (await import("@/lib/web/error-reports")).startErrorReports();
}

/** Next calls this with what made a page fail. */
export async function onRequestError(...report: Parameters<typeof reportPageError>): Promise<void> {
  if (process.env.NEXT_RUNTIME === "nodejs") (await import("@/lib/web/error-reports")).reportPageError(...report);
}
