/** Every page that a search engine may know, without its language. */
export const publicPaths = ["/", "/pricing", "/docs/api", "/legal/privacy", "/legal/terms"] as const;

export type PublicPath = (typeof publicPaths)[number];
