import type Stripe from "stripe";
import { toEmailAddress } from "@/lib/accounts/email-address";
import { openAccount } from "@/lib/accounts/open-account";
import { recordAudit } from "@/lib/audit/record";
import { decideImport, type ImportDecision, type ImportSkip } from "@/lib/billing/internal/import/decide-import";
import { findNamedAccountId } from "@/lib/billing/internal/import/named-account";
import { syncCustomer } from "@/lib/billing/sync-customer";
import { stripeMetadata } from "@/lib/catalog/stripe-names";
import { toPublicId } from "@/lib/core/ids";
import { fromUnixSeconds } from "@/lib/core/time";
import { type Tx, transaction } from "@/lib/platform/db";
import { stripe } from "@/lib/platform/stripe";

const actor = { kind: "system", name: "import" } as const;

/**
 * Brings one customer of Stripe in: finds or opens their account, writes its name into the customer's metadata, and
 * reads everything else. Each step is safe to repeat, so a run that died in the middle does it again.
 * @returns why the customer is left alone; null when they are in
 * @throws as `syncCustomer`, and Stripe's own errors
 */
export async function importCustomer(
  customer: Stripe.Customer,
  run: { id: string; leaseMs: number },
): Promise<ImportSkip | null> {
  const place = await transaction((tx) => placeCustomer(tx, customer, run.id));
  if (place.kind === "skip") return place.reason;
  const account = toPublicId("account", place.accountId);
  if (customer.metadata[stripeMetadata.account] !== account) {
    await stripe().customers.update(customer.id, { metadata: { [stripeMetadata.account]: account } });
  }
  await syncCustomer(customer.id, { actor, leaseMs: run.leaseMs });
  return null;
}

type Place = { kind: "placed"; accountId: string } | Extract<ImportDecision, { kind: "skip" }>;

async function placeCustomer(tx: Tx, customer: Stripe.Customer, runId: string): Promise<Place> {
  const email = toEmailAddress(customer.email);
  const decision = decideImport({
    heldBy: await findHolder(tx, customer.id),
    named: await findNamed(tx, customer),
    ownedBySameAddress: email && (await findOwned(tx, email)),
  });
  switch (decision.kind) {
    case "skip":
      return decision;
    case "keep":
      return { kind: "placed", accountId: decision.accountId };
    case "adopt":
      await adopt(tx, decision.accountId, customer.id);
      return { kind: "placed", accountId: decision.accountId };
    case "open":
      return { kind: "placed", accountId: await open(tx, customer, email, runId) };
  }
}

async function findHolder(tx: Tx, stripeCustomerId: string): Promise<string | null> {
  const held = await tx.billingCustomer.findUnique({ where: { stripeCustomerId }, select: { accountId: true } });
  return held?.accountId ?? null;
}

async function findNamed(tx: Tx, customer: Stripe.Customer) {
  const id = findNamedAccountId(customer);
  if (!id) return null;
  const account = await tx.account.findUnique({ where: { id }, include: { billingCustomer: true } });
  if (!account) return null;
  const stripeCustomerId = account.billingCustomer?.stripeCustomerId ?? null;
  return { accountId: id, stripeCustomerId, isClosed: account.closedAt !== null };
}

/** Locked until the transaction ends, so that of two customers with one address only one is adopted. */
async function findOwned(tx: Tx, email: string): Promise<string | null> {
  const owned = await tx.$queryRaw<{ id: string }[]>`
    select a.id from account a
    join membership m on m."accountId" = a.id and m.role = 'owner'
    join "user" u on u.id = m."userId" and u.email = ${email} and u."emailVerifiedAt" is not null
    where a."closedAt" is null and not exists (
      select from billing_customer c where c."accountId" = a.id and c."stripeCustomerId" is not null)
    order by m."createdAt", a.id limit 1 for update of a`;
  const [first] = owned;
  // Whoever waited for the lock looks again at what the other has written.
  const taken = first && (await tx.billingCustomer.findUnique({ where: { accountId: first.id } }))?.stripeCustomerId;
  return first && !taken ? first.id : null;
}

async function adopt(tx: Tx, accountId: string, stripeCustomerId: string): Promise<void> {
  await tx.billingCustomer.upsert({
    where: { accountId },
    create: { accountId, stripeCustomerId },
    update: { stripeCustomerId },
  });
  await recordAudit(tx, {
    actor,
    action: "billing.customer_adopted",
    subject: { kind: "stripe_customer", id: stripeCustomerId },
    accountId,
  });
}

async function open(tx: Tx, customer: Stripe.Customer, claimEmail: string | null, runId: string): Promise<string> {
  const createdAt = fromUnixSeconds(customer.created);
  const accountId = await openAccount(tx, { claimEmail, name: customer.name, createdAt });
  await tx.billingCustomer.create({ data: { accountId, stripeCustomerId: customer.id } });
  // Counted here and not with the batch: after a kill the account is there already and is not opened again.
  await tx.importRun.update({ where: { id: runId }, data: { accountsOpened: { increment: 1 } } });
  await recordAudit(tx, {
    actor,
    action: "account.imported",
    subject: { kind: "stripe_customer", id: customer.id },
    accountId,
    detail: { run: runId, claimable: claimEmail !== null },
  });
  return accountId;
}
