import { listDeviceAccounts } from "@/lib/entitlements/device-accounts";
import { getDeviceLimit } from "@/lib/entitlements/get-device-limit";
import { handleInteractionDecision } from "@/lib/identity/interactions";

/** What a person answers the extension: it gets the best account of theirs, with as many browsers as its plan holds. */
export function POST(request: Request): Promise<Response> {
  return handleInteractionDecision(request, {
    accountsOf: listDeviceAccounts,
    limitOf: async (accountId) => (await getDeviceLimit(accountId)).limit,
  });
}
