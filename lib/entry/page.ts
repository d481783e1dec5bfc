import { headers } from "next/headers";
import { notFound, redirect } from "next/navigation";
import { getServerSession } from "next-auth";
import { cache } from "react";
import { type AccountPlace, listAccountPlaces } from "@/lib/accounts/home-account";
import { getUser } from "@/lib/accounts/users";
import type { Actor, StaffRole } from "@/lib/core/actor";
import { type Locale, toLocale } from "@/lib/core/locales";
import { authOptions } from "@/lib/identity/auth-options";
import { unlessOutage } from "@/lib/platform/database-outage";
import { isPermitted } from "@/lib/platform/installed";
import type { StaffPermission } from "@/lib/platform/module";

/** A signed-in person, as pages see them. */
export type Visitor = {
  user: { id: string; email: string; name: string | null; locale: Locale; staffRole: StaffRole | null };
  /** The account that they act for. */
  account: AccountPlace;
  /** Every open account that they belong to, this one first. */
  accounts: AccountPlace[];
  actor: Extract<Actor, { kind: "customer" }>;
};

/**
 * Who is looking at the page; null for a stranger. One look-up per request, however often it is asked.
 * @throws DatabaseOutage where the session can't be looked up, which does not mean signed out
 */
export const findVisitor = cache(async (): Promise<Visitor | null> => {
  // next-auth makes a stranger of everyone whose session it could not read.
  const session = await unlessOutage(() => getServerSession(authOptions()));
  const userId = session?.user?.id;
  if (!userId) return null;
  const [user, accounts] = await Promise.all([getUser(userId), listAccountPlaces(userId)]);
  const [account] = accounts;
  if (!account) return null;
  const { id, email, name, locale, staffRole } = user;
  return {
    user: { id, email, name, locale: toLocale(locale), staffRole },
    account,
    accounts,
    actor: { kind: "customer", userId, accountId: account.id },
  };
});

/** The customer who is signed in; a stranger is sent to sign in and comes back to this page, with what its address asked for. */
export async function requireCustomer(): Promise<Visitor> {
  const visitor = await findVisitor();
  if (visitor) return visitor;
  const page = (await headers()).get("x-page") ?? "/account";
  redirect(`/sign-in?callbackUrl=${encodeURIComponent(page)}`);
}

export type StaffVisitor = Visitor & { role: StaffRole; staff: Extract<Actor, { kind: "staff" }> };

/** The member of staff who may do this. For anyone else who is signed in the page does not exist. */
export async function requireStaff(permission: StaffPermission = "read"): Promise<StaffVisitor> {
  const visitor = await requireCustomer();
  const role = visitor.user.staffRole;
  if (!role || !isPermitted(role, permission)) notFound();
  return { ...visitor, role, staff: { kind: "staff", userId: visitor.user.id, role } };
}
