import type { BillingOverview } from "@/lib/billing/billing-overview";
import type { Debts } from "@/lib/billing/decide-debts";
import { refundableMinor, refundedOrReservedMinor } from "@/lib/billing/decide-refund";
import { latestDisputeFirst, withStage } from "@/lib/billing/dispute-stage";
import { findReservedRefunds } from "@/lib/billing/reserved-refunds";
import { AppError } from "@/lib/core/errors";
import { fromPublicId, toPublicId } from "@/lib/core/ids";
import type { Decision } from "@/lib/entitlements/decide-entitlements";
import { getDecisions } from "@/lib/entitlements/get-entitlements";
import { getStanding } from "@/lib/entitlements/get-standing";
import { type DeviceWithLease, listLeases } from "@/lib/entitlements/list-leases";
import { clock } from "@/lib/platform/clock";
import { db } from "@/lib/platform/db";
import type { TimelineSubject } from "@/lib/platform/timeline";

/** So many rows of each kind at most: the page says where they are only the latest. */
export const shownRows = 24;

/** Everything that staff see of one customer on one page, besides the timeline. */
export type CustomerFacts = {
  /** `acc_…` */
  id: string;
  name: string | null;
  joinedAt: Date;
  closedAt: Date | null;
  /** Whose address may take the account over, where nobody has yet. */
  claimEmail: string | null;
  people: { id: string; email: string; name: string | null; role: "owner" | "member"; locale: string }[];
  stripeCustomerId: string | null;
  syncedAt: Date | null;
  billing: BillingOverview;
  debts: Debts;
  money: MoneyFacts[];
  /** True while what the account pays a month is being counted anew, as for a moment after each change. */
  isCounting: boolean;
  subscriptions: SubscriptionRow[];
  charges: ChargeRow[];
  grants: GrantRow[];
  decision: Decision;
  devices: DeviceWithLease[];
  /** Whose timeline it is. */
  subject: TimelineSubject;
};

/** What came and went in one currency, in minor units. */
export type MoneyFacts = {
  currency: string;
  paidMinor: number;
  refundedMinor: number;
  /** What banks have taken back after disputes, for now or for good. */
  withdrawnMinor: number;
  openMinor: number;
  mrrMinor: number;
};

export type SubscriptionRow = Awaited<ReturnType<typeof findSubscriptions>>[number];
export type ChargeRow = Awaited<ReturnType<typeof findCharges>>[number];
export type DisputeRow = ChargeRow["disputes"][number];
export type GrantRow = Awaited<ReturnType<typeof findGrants>>[number];

/** One customer's facts. @throws AppError `not_found` for an id that names no account */
export async function getCustomer(publicId: string): Promise<CustomerFacts> {
  const accountId = fromPublicId("account", publicId);
  const account = await db().account.findUnique({
    where: { id: accountId },
    include: {
      memberships: { include: { user: true }, orderBy: [{ role: "asc" }, { createdAt: "asc" }] },
      billingCustomer: true,
    },
  });
  if (!account) throw new AppError("not_found", "There is no account with this id.");
  const [standing, money, stale, subscriptions, charges, grants, devices] = await Promise.all([
    getStanding(accountId),
    sumMoney(accountId),
    db().staleRevenue.findUnique({ where: { accountId } }),
    findSubscriptions(accountId),
    findCharges(accountId),
    findGrants(accountId),
    getDecisions(accountId).then((decide) => listLeases(accountId, decide)),
  ]);
  const people = account.memberships.map(({ role, user }) => ({
    id: toPublicId("user", user.id),
    email: user.email,
    name: user.name,
    role,
    locale: user.locale,
  }));
  const { name, createdAt: joinedAt, closedAt, claimEmail, billingCustomer } = account;
  const { stripeCustomerId = null, syncedAt = null } = billingCustomer ?? {};
  const userIds = account.memberships.map(({ userId }) => userId);
  const emails = [...people.map(({ email }) => email), ...(claimEmail ? [claimEmail] : [])];
  const subject = { accountId, userIds, emails, stripeCustomerId };
  const rows = { ...standing, money, isCounting: stale !== null, subscriptions, charges, grants, devices };
  return { id: publicId, name, joinedAt, closedAt, claimEmail, people, stripeCustomerId, syncedAt, ...rows, subject };
}

function findSubscriptions(accountId: string) {
  return db().subscription.findMany({ where: { accountId }, orderBy: { startedAt: "desc" }, take: shownRows });
}

/** Attempts to take money, latest first, each with its disputes and with what can be given back of it now. */
async function findCharges(accountId: string) {
  const [charges, reserved] = await Promise.all([
    db().charge.findMany({
      where: { accountId },
      orderBy: { attemptedAt: "desc" },
      take: shownRows,
      include: { disputes: latestDisputeFirst },
    }),
    findReservedRefunds(accountId),
  ]);
  return charges.map((charge) => {
    const { reservedMinor, isUnsettled } = reserved.get(charge.stripeChargeId) ?? nothingReserved;
    const facts = { ...charge, reservedMinor, isUnsettled };
    const disputes = charge.disputes.map(withStage);
    return {
      ...facts,
      disputes,
      refundedOrReservedMinor: refundedOrReservedMinor(facts),
      refundableMinor: refundableMinor(facts),
    };
  });
}

const nothingReserved = { reservedMinor: 0, isUnsettled: false };

/** Plans that were given and have not ended, the latest first. */
function findGrants(accountId: string) {
  const now = clock.now();
  return db().grant.findMany({
    where: { accountId, revokedAt: null, OR: [{ endsAt: null }, { endsAt: { gt: now } }] },
    orderBy: { startsAt: "desc" },
  });
}

/** What was paid, given back, taken back and is owed, and what the account pays a month now, one line for each currency. */
async function sumMoney(accountId: string): Promise<MoneyFacts[]> {
  const [taken, withdrawn, open, movements] = await Promise.all([
    db().charge.groupBy({
      by: ["currency"],
      where: { accountId, state: "succeeded" },
      _sum: { amountMinor: true, refundedMinor: true },
    }),
    db().dispute.groupBy({
      by: ["currency"],
      where: { accountId, isWithdrawn: true },
      _sum: { amountMinor: true },
    }),
    db().invoice.groupBy({
      by: ["currency"],
      where: { accountId, status: "open" },
      _sum: { amountDueMinor: true, amountPaidMinor: true },
    }),
    // One for each currency; what lies ahead, as the end of what an unpaid subscription was invoiced for, is not yet so.
    db().mrrMovement.findMany({
      where: { accountId, at: { lte: clock.now() } },
      orderBy: [{ currency: "asc" }, { at: "desc" }],
      distinct: ["currency"],
    }),
  ]);
  const used = [...taken, ...withdrawn, ...open, ...movements].map(({ currency }) => currency);
  return [...new Set(used)].sort().map((currency) => {
    const paid = taken.find((row) => row.currency === currency)?._sum;
    const owed = open.find((row) => row.currency === currency)?._sum;
    return {
      currency,
      paidMinor: paid?.amountMinor ?? 0,
      refundedMinor: paid?.refundedMinor ?? 0,
      withdrawnMinor: withdrawn.find((row) => row.currency === currency)?._sum.amountMinor ?? 0,
      openMinor: (owed?.amountDueMinor ?? 0) - (owed?.amountPaidMinor ?? 0),
      mrrMinor: movements.find((row) => row.currency === currency)?.afterMinor ?? 0,
    };
  });
}
