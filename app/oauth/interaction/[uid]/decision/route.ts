import { getDeviceLimit } from "@/lib/entitlements/get-device-limit";
import { handleInteractionDecision } from "@/lib/identity/interactions";

/** What the owner of an account answers the extension; as many browsers can be connected as their plan holds. */
export function POST(request: Request): Promise<Response> {
  return handleInteractionDecision(request, async (accountId) => (await getDeviceLimit(accountId)).limit);
}
