import type { MetadataRoute } from "next";
import { publicOrigin } from "@/lib/entry/origin";

/** Read when it is asked for: the address of a deployment is not known to its build. */
export const dynamic = "force-dynamic";

/** What search engines should leave alone: pages of an account, and ways that only a form or a program takes. */
export default function robots(): MetadataRoute.Robots {
  return {
    rules: {
      userAgent: "*",
      allow: "/",
      disallow: ["/account", "/staff", "/api/", "/oauth/", "/connect", "/checkout", "/sign-in", "/language"],
    },
    sitemap: `${publicOrigin()}/sitemap.xml`,
  };
}
