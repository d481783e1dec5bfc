/** For what is no page: even where a browser shows it as one it loads nothing, leads nowhere and stands in no frame. */
const policyOfNoPage = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const yearSeconds = 365 * 24 * 60 * 60;

/**
 * The headers that every answer of this server carries. An answer that sets one of them itself keeps its
 * own: pages have a content security policy of theirs (lib/web/content-security-policy.ts). Browsers that came by https
 * once are told to come by nothing else for a year (RFC 6797).
 */
export function securityHeaders({ isHttps }: { isHttps: boolean }): Record<string, string> {
  return {
    "Content-Security-Policy": policyOfNoPage,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), browsing-topics=()",
    ...(isHttps && { "Strict-Transport-Security": `max-age=${yearSeconds}` }),
  };
}
