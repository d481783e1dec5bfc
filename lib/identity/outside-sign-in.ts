import { env } from "@/lib/platform/env";

/** The providers outside of us that this deployment has credentials for, in the order in which they are offered. */
export function outsideProviderIds(): ("google" | "github")[] {
  const { GOOGLE_CLIENT_ID, GOOGLE_CLIENT_SECRET, GITHUB_CLIENT_ID, GITHUB_CLIENT_SECRET } = env();
  const ids: ("google" | "github")[] = [];
  if (GOOGLE_CLIENT_ID && GOOGLE_CLIENT_SECRET) ids.push("google");
  if (GITHUB_CLIENT_ID && GITHUB_CLIENT_SECRET) ids.push("github");
  return ids;
}

const origins = { google: "https://accounts.google.com", github: "https://github.com" } as const;

/** Where those providers' sign-in pages are, for the `form-action` of ours. */
export function outsideProviderOrigins(): string[] {
  return outsideProviderIds().map((id) => origins[id]);
}
