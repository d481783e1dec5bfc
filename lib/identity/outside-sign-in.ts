import { env } from "@/lib/platform/env";

/** The providers outside of us that this deployment has credentials for, in the order in which they are offered. */
export function outsideProviderIds(): ("google" | "github")[] {
  const { GOOGLE_CLIENT_ID, GOOGLE_CLIENT_SECRET, GITHUB_CLIENT_ID, GITHUB_CLIENT_SECRET } = env();
  const ids: ("google" | "github")[] = [];
  if (GOOGLE_CLIENT_ID && GOOGLE_CLIENT_SECRET) ids.push("google");
  if (GITHUB_CLIENT_ID && GITHUB_CLIENT_SECRET) ids.push("github");
  return ids;
}

/** Where a form that starts an outside sign-in leads: Chromium checks `form-action` against that redirect too. */
export function outsideSignInOrigins(): string[] {
  const origins = { google: "https://accounts.google.com", github: "https://github.com" };
  return outsideProviderIds().map((id) => origins[id]);
}
