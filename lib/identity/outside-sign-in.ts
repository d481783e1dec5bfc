import { env } from "@/lib/platform/env";

/** The providers outside of us that this deployment has credentials for, in the order in which they are offered. */
export function outsideProviderIds(): ("google" | "github")[] {
  const { GOOGLE_CLIENT_ID, GOOGLE_CLIENT_SECRET, GITHUB_CLIENT_ID, GITHUB_CLIENT_SECRET } = env();
  const ids: ("google" | "github")[] = [];
  if (GOOGLE_CLIENT_ID && GOOGLE_CLIENT_SECRET) ids.push("google");
  if (GITHUB_CLIENT_ID && GITHUB_CLIENT_SECRET) ids.push("github");
  return ids;
}
