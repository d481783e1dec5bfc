import { GET as getAccount, PATCH as updateAccount } from "@/app/api/v1/account/route";
import { POST as checkEntitlement } from "@/app/api/v1/entitlements/check/route";
import { GET as getEntitlements } from "@/app/api/v1/entitlements/route";
import { POST as reportStep } from "@/app/api/v1/onboarding/route";
import { POST as recordUsage } from "@/app/api/v1/usage/route";
import { openApiDocument } from "@/lib/entry/openapi";
import { publicOrigin } from "@/lib/web/origin";

/** The description of everything under /api/v1, made from the routes themselves. */
export function apiDocument(): ReturnType<typeof openApiDocument> {
  const routes = [getEntitlements, checkEntitlement, recordUsage, reportStep, getAccount, updateAccount];
  return openApiDocument(routes, publicOrigin());
}
