import { findHomeAccount } from "@/lib/accounts/home-account";
import { acceptInvitation } from "@/lib/accounts/invitations";
import { inviteMember } from "@/lib/accounts/invite-member";
import { setStaffRole } from "@/lib/accounts/set-staff-role";
import { ensureUser } from "@/lib/accounts/users";
import { startCheckout } from "@/lib/billing/checkout";
import { completeCheckoutReturn } from "@/lib/billing/checkout-return";
import { isAppError } from "@/lib/core/errors";
import { getSeats } from "@/lib/entitlements/get-seats";
import { db, transaction } from "@/lib/platform/db";
import { type Persona, type PersonaKey, persona, personas } from "@/prisma/personas";

/**
 * Fills a demo or test with its personas. Who pays since before is in the history of the local Stripe and was imported:
 * they take their account over as by signing in. What the others buy goes through its checkout page, as it would for a
 * customer. Safe to repeat: whoever is there already stays as they are.
 */
export async function seed(): Promise<void> {
  for (const one of personas satisfies readonly Persona[]) await settle(one);
}

async function settle(one: Persona): Promise<void> {
  const user = await transaction(async (tx) => {
    const person = await ensureUser(tx, { email: one.email, locale: "en", isEmailVerified: true });
    await tx.user.update({ where: { id: person.id }, data: { name: one.name } });
    if (one.staffRole) {
      await setStaffRole(tx, { userId: person.id, role: one.staffRole, actor: { kind: "system", name: "seed" } });
    }
    return person;
  });
  if (one.buys) await buy(user.id, one.buys);
  if (one.memberOf) await join(user, one.memberOf);
}

/** Invites somebody into a persona's team and accepts in their name; the mail is on the mail page. */
async function join(member: { id: string; email: string }, ownedBy: PersonaKey): Promise<void> {
  const owner = await getOwner(ownedBy);
  if (await db().membership.findFirst({ where: { userId: member.id, accountId: owner.accountId } })) return;
  const seatsOf = async (accountId: string) => (await getSeats(accountId)).seats;
  const seats = await seatsOf(owner.accountId);
  // A demo that was made before there was a history has no team.
  if (seats < 2) return;
  const offer = { actor: owner, accountId: owner.accountId, email: member.email, seats };
  const { invitationId } = await inviteMember(offer);
  await acceptInvitation({ invitationId, userId: member.id, seatsOf });
}

async function getOwner(key: PersonaKey): Promise<{ kind: "customer"; userId: string; accountId: string }> {
  const user = await db().user.findUniqueOrThrow({ where: { email: persona(key).email }, select: { id: true } });
  const account = await findHomeAccount(user.id);
  if (!account) throw new Error(`The persona ${key} has no account.`);
  return { kind: "customer", userId: user.id, accountId: account.id };
}

async function buy(userId: string, priceKey: string): Promise<void> {
  const account = await findHomeAccount(userId);
  if (!account) throw new Error("A persona has no account to buy for.");
  const accountId = account.id;
  const actor = { kind: "customer", userId, accountId } as const;
  try {
    const { url } = await startCheckout({ actor, accountId, priceKey, locale: "en" });
    await payOnHostedPage(url);
  } catch (error) {
    if (isAppError(error, "already_subscribed")) return;
    throw error;
  }
  const { stripeSessionId } = await db().checkoutSession.findFirstOrThrow({
    where: { accountId },
    orderBy: { createdAt: "desc" },
  });
  await completeCheckoutReturn({ actor, accountId, sessionId: stripeSessionId ?? "" });
}

/** Fills in the form of the sandbox's checkout page with the card that always works. */
async function payOnHostedPage(url: string): Promise<void> {
  const form = { number: "4242424242424242", expiry: "12 / 34", cvc: "123", name: "A persona" };
  const answer = await fetch(url, { method: "POST", body: new URLSearchParams(form), redirect: "manual" });
  if (answer.status !== 303)
    throw new Error(`The checkout page answered ${answer.status} instead of taking the payment.`);
}
