import { toPublicId } from "@/lib/core/ids";

/** Says in a form for which account its page was shown, so that it changes no other. `customerAction` reads it. */
export function ActingFor({ accountId }: { accountId: string }) {
  return <input type="hidden" name="acting_for" value={toPublicId("account", accountId)} />;
}
