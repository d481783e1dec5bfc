import { findHomeAccount } from "@/lib/accounts/home-account";
import { setStaffRole } from "@/lib/accounts/set-staff-role";
import { ensureUser } from "@/lib/accounts/users";
import { startCheckout } from "@/lib/billing/checkout";
import { completeCheckoutReturn } from "@/lib/billing/checkout-return";
import { isAppError } from "@/lib/core/errors";
import { db, transaction } from "@/lib/platform/db";
import { type Persona, personas } from "@/prisma/personas";

/**
 * Fills an empty demo or test with its personas. What they buy goes through the checkout page of the local Stripe, as it
 * would for a customer. Safe to repeat: whoever is there already stays as they are.
 */
export async function seed(): Promise<void> {
  for (const persona of personas satisfies readonly Persona[]) await settle(persona);
}

async function settle(persona: Persona): Promise<void> {
  const user = await transaction(async (tx) => {
    const person = await ensureUser(tx, { email: persona.email, locale: "en" });
    await tx.user.update({ where: { id: person.id }, data: { name: persona.name } });
    if (persona.staffRole) {
      await setStaffRole(tx, { userId: person.id, role: persona.staffRole, actor: { kind: "system", name: "seed" } });
    }
    return person;
  });
  if (persona.buys) await buy(user.id, persona.buys);
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
