import type { NextAuthOptions, Profile } from "next-auth";
import GitHubProvider from "next-auth/providers/github";
import GoogleProvider from "next-auth/providers/google";
import { z } from "zod";
import { outsideProviderIds } from "@/lib/identity/outside-sign-in";
import { env } from "@/lib/platform/env";

/**
 * The providers for next-auth. Linking by address is "dangerous" only where the provider did not check the address;
 * the sign-in callback lets nobody through whose profile does not say that it did.
 */
export function outsideProviders(): NextAuthOptions["providers"] {
  const ids = outsideProviderIds();
  const { GOOGLE_CLIENT_ID = "", GOOGLE_CLIENT_SECRET = "", GITHUB_CLIENT_ID = "", GITHUB_CLIENT_SECRET = "" } = env();
  const providers: NextAuthOptions["providers"] = [];
  if (ids.includes("google")) {
    providers.push(
      GoogleProvider({
        clientId: GOOGLE_CLIENT_ID,
        clientSecret: GOOGLE_CLIENT_SECRET,
        allowDangerousEmailAccountLinking: true,
      }),
    );
  }
  if (ids.includes("github")) {
    providers.push(
      GitHubProvider({
        clientId: GITHUB_CLIENT_ID,
        clientSecret: GITHUB_CLIENT_SECRET,
        allowDangerousEmailAccountLinking: true,
        userinfo: {
          url: "https://api.github.com/user",
          request: async ({ client, tokens }) => {
            const accessToken = tokens.access_token ?? "";
            const [profile, addresses] = await Promise.all([
              client.userinfo(accessToken),
              fetchGitHubAddresses(accessToken),
            ]);
            const email = verifiedPrimary(addresses);
            return { ...profile, email: email ?? undefined, email_verified: email !== null };
          },
        },
      }),
    );
  }
  return providers;
}

const gitHubAddresses = z.array(z.object({ email: z.string(), primary: z.boolean(), verified: z.boolean() }));

async function fetchGitHubAddresses(accessToken: string): Promise<z.infer<typeof gitHubAddresses>> {
  const response = await fetch("https://api.github.com/user/emails", {
    headers: { Authorization: `Bearer ${accessToken}`, Accept: "application/vnd.github+json" },
    signal: AbortSignal.timeout(10_000),
  });
  return response.ok ? gitHubAddresses.parse(await response.json()) : [];
}

/** The primary address, if GitHub has checked it; the one on the public profile proves nothing. */
export function verifiedPrimary(addresses: z.infer<typeof gitHubAddresses>): string | null {
  return addresses.find(({ primary, verified }) => primary && verified)?.email ?? null;
}

/** True when the provider says that it has checked the profile's address. Silence counts as no. */
export function hasVerifiedEmail(profile: (Profile & { email_verified?: unknown }) | undefined): boolean {
  return profile?.email_verified === true && typeof profile.email === "string" && profile.email !== "";
}
