import { getEntitlements } from "@/lib/entitlements/get-entitlements";
import { entitlementsAnswer, entitlementsQuery } from "@/lib/entitlements/schemas";
import { bearer } from "@/lib/entry/access";
import { route } from "@/lib/entry/route";

export const GET = route({
  method: "GET",
  path: "/api/v1/entitlements",
  summary: "What this account may use, with a reason for each feature, and this device's lease on it.",
  allow: bearer("entitlements:read"),
  query: entitlementsQuery,
  output: entitlementsAnswer,
  run: ({ actor, query }) => getEntitlements(actor, { isFresh: query.fresh === "1" }),
});
