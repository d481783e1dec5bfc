/**
 * Says in a form for which account (`acc_…`) its page was shown, so that it changes no other. Every form of a customer
 * carries it: `customerAction` refuses one that does not.
 */
export function ActingFor({ account }: { account: string }) {
  return <input type="hidden" name="acting_for" value={account} />;
}
