import type { SignedIn } from "@/components/site/account-menu";
import type { Visitor } from "@/lib/entry/page";

/** What the head of a page shows of whoever is signed in. */
export function toSignedIn(visitor: Visitor | null): SignedIn | null {
  if (!visitor) return null;
  const { email, name, staffRole } = visitor.user;
  return { email, name, isStaff: staffRole !== null, accounts: visitor.accounts };
}
