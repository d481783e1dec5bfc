export type PolicyOptions = {
  nonce: string;
  /** Origins that a form may lead to after its POST: Chromium checks the redirects as well. */
  formOrigins: string[];
  /** Origins that scripts may talk to besides ours. */
  connectOrigins: string[];
  isHttps: boolean;
  /** The development server compiles in the browser, which needs eval; nothing else does. */
  isDevelopment: boolean;
};

/** The Content-Security-Policy of a page: nothing runs that does not carry this request's nonce. */
export function contentSecurityPolicy(options: PolicyOptions): string {
  const nonce = `'nonce-${options.nonce}'`;
  const directives: [string, ...string[]][] = [
    ["default-src", "'self'"],
    ["script-src", "'self'", nonce, "'strict-dynamic'", ...(options.isDevelopment ? ["'unsafe-eval'"] : [])],
    ["style-src", "'self'", ...(options.isDevelopment ? ["'unsafe-inline'"] : [nonce])],
    ["style-src-attr", "'unsafe-inline'"],
    ["img-src", "'self'", "data:", "blob:"],
    ["font-src", "'self'"],
    ["connect-src", "'self'", ...options.connectOrigins],
    ["worker-src", "'self'"],
    ["object-src", "'none'"],
    ["base-uri", "'none'"],
    ["frame-ancestors", "'none'"],
    ["form-action", "'self'", ...options.formOrigins],
  ];
  if (options.isHttps) directives.push(["upgrade-insecure-requests"]);
  return directives.map((directive) => directive.join(" ")).join("; ");
}
