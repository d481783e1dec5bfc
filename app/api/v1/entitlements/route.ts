import { getEntitlements } from "@/lib/entitlements/get-entitlements";
import { entitlementsAnswer } from "@/lib/entitlements/schemas";
import { bearer } from "@/lib/entry/access";
import { route } from "@/lib/entry/route";

export const GET = route({
  method: "GET",
  path: "/api/v1/entitlements",
  summary: "What this account may use, with a reason for each feature.",
  allow: bearer("entitlements:read"),
  output: entitlementsAnswer,
  run: ({ actor }) => getEntitlements(actor.accountId),
});
