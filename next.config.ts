import type { NextConfig } from "next";
import createNextIntlPlugin from "next-intl/plugin";

const nextConfig: NextConfig = {
  poweredByHeader: false,
  reactStrictMode: true,
  // No page uses Next's image resizing, and any caller could use up the CPU with it.
  images: { unoptimized: true },
  // `npm run check` checks the types of everything, tests included; the build need not do it again.
  typescript: { ignoreBuildErrors: true },
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
