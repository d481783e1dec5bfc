import type { NextConfig } from "next";
import createNextIntlPlugin from "next-intl/plugin";

const nextConfig: NextConfig = {
  poweredByHeader: false,
  reactStrictMode: true,
  // Libraries that must be one instance in the process, shared with the fast lane of server.ts, or that read their own files.
  serverExternalPackages: [
    "oidc-provider",
    "pg",
    "pino",
    "graphile-worker",
    "prom-client",
    "stripe",
    "rate-limiter-flexible",
    "nodemailer",
  ],
};

export default createNextIntlPlugin("./i18n/request.ts")(nextConfig);
