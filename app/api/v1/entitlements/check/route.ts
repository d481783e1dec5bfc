import { checkEntitlement } from "@/lib/entitlements/check-entitlement";
import { checkEntitlementInput, checkEntitlementQuery, entitlementDecision } from "@/lib/entitlements/schemas";
import { bearer } from "@/lib/entry/access";
import { route } from "@/lib/entry/route";

export const POST = route({
  method: "POST",
  path: "/api/v1/entitlements/check",
  summary: "May this account use this feature, or this much more of it? With ?explain=1 the answer shows why.",
  allow: bearer("entitlements:read"),
  input: checkEntitlementInput,
  query: checkEntitlementQuery,
  output: entitlementDecision,
  run: ({ actor, input, query }) => checkEntitlement(actor, input, { explain: query.explain === "1" }),
});
