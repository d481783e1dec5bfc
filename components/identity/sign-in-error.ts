/** The refusals that the sign-in pages have a text for: our own codes, and next-auth's names. */
const explained = [
  "invalid_request",
  "rate_limited",
  "cross_site",
  "code_wrong",
  "code_exhausted",
  "link_used",
  "link_expired",
  "conflict",
  "not_found",
  "Verification",
  "EmailNotVerified",
  "OAuthAccountNotLinked",
  "AccessDenied",
] as const;

export type SignInErrorKey = (typeof explained)[number] | "other";

/** The text to show for the `error` of an address; null where there is none. What the address says is never shown itself. */
export function toSignInError(error: string | undefined): SignInErrorKey | null {
  if (error === undefined) return null;
  return explained.find((known) => known === error) ?? "other";
}
