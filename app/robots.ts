import type { MetadataRoute } from "next";
import { publicOrigin } from "@/lib/web/origin";

/** Read when it is asked for: the address of a deployment is not known to its build. */
export const dynamic = "force-dynamic";

/** What search engines should leave alone: ways that only a form or a program takes. A stranger at a page of an account is sent to sign in, and that page says by itself that it wants no index. */
export default function robots(): MetadataRoute.Robots {
  return {
    rules: {
      userAgent: "*",
      allow: "/",
      disallow: ["/api/", "/oauth/", "/checkout", "/language"],
    },
    sitemap: `${publicOrigin()}/sitemap.xml`,
  };
}
