import type { MrrMovementKind } from "@/generated/prisma/enums";
import { decideMilestones, type Milestone } from "@/lib/analytics/decide-milestones";
import { decideMovements, type Movement } from "@/lib/analytics/decide-movements";
import { loadRevenueFacts } from "@/lib/analytics/internal/load-revenue-facts";
import { addMs, secondMs } from "@/lib/core/time";
import { systemNow } from "@/lib/platform/clock";
import { isDatabaseOutage } from "@/lib/platform/database-outage";
import { db, type Tx, transaction } from "@/lib/platform/db";
import { logger } from "@/lib/platform/logger";

const batchSize = 250;

/**
 * Counts the revenue of accounts that were noted as changed anew, a batch in each transaction, until none is left, this
 * many are done, or patience has run out (a sweep is over before the next is due). Returns how many were counted.
 * Safe to repeat, and to run twice at once: who finds an account taken leaves it. An account that can't be counted keeps
 * its note, is logged, and holds up nobody else.
 */
export async function refreshRevenue(bounds: { accounts?: number; patienceMs?: number } = {}): Promise<number> {
  const { accounts = Number.POSITIVE_INFINITY, patienceMs = 50 * secondMs } = bounds;
  const deadline = addMs(systemNow(), patienceMs);
  const failed = new Set<string>();
  let counted = 0;
  while (counted < accounts && systemNow() < deadline) {
    const wanted = Math.min(batchSize, accounts - counted);
    const noted = await findStale(wanted, [...failed]);
    if (noted.length === 0) break;
    counted += await countApart(noted, failed);
    if (noted.length < wanted) break;
  }
  return counted;
}

async function findStale(size: number, except: string[]): Promise<string[]> {
  const rows = await db().$queryRaw<{ accountId: string }[]>`
    select "accountId" from stale_revenue where "accountId" <> all(${except}::uuid[]) limit ${size}
    for update skip locked`;
  return rows.map(({ accountId }) => accountId);
}

/** Counts these together; where that fails, each half apart, down to the one that is at fault. */
async function countApart(accountIds: string[], failed: Set<string>): Promise<number> {
  let taken: string[] = [];
  try {
    return await transaction(async (tx) => {
      taken = await takeStale(tx, accountIds);
      await countAccounts(tx, taken);
      return taken.length;
    });
  } catch (error) {
    // Where the database gives no answer, and with nothing taken, no account is at fault.
    if (taken.length === 0 || isDatabaseOutage(error)) throw error;
    const [only, ...others] = taken;
    if (only && others.length === 0) {
      failed.add(only);
      logger().error({ err: error, accountId: only }, "the revenue of an account could not be counted");
      return 0;
    }
    const middle = Math.ceil(taken.length / 2);
    const first = await countApart(taken.slice(0, middle), failed);
    return first + (await countApart(taken.slice(middle), failed));
  }
}

type Counted = { movements: Movement[]; milestones: Milestone[] };

async function countAccounts(tx: Tx, taken: string[]): Promise<void> {
  const accountIds = await lockAccounts(tx, taken);
  const [facts, stored] = [await loadRevenueFacts(tx, accountIds), await loadCounted(tx, accountIds)];
  const changed: [string, Counted][] = [];
  for (const accountId of accountIds) {
    const { subscriptions = [], lines = [] } = facts.get(accountId) ?? {};
    const movements = decideMovements(subscriptions, lines);
    const milestones = subscriptions.flatMap(decideMilestones);
    const counted = { movements, milestones };
    if (fingerprint(counted) !== fingerprint(stored.get(accountId))) changed.push([accountId, counted]);
  }
  await replace(tx, changed);
}

/**
 * Takes notes away, and with them the duty to count. Whoever changes an account's billing locks its note: a change that
 * is being made is left for later, and one that comes after finds no note and writes another.
 */
async function takeStale(tx: Tx, accountIds: string[]): Promise<string[]> {
  const rows = await tx.$queryRaw<{ accountId: string }[]>`
    with next as materialized (
      select "accountId" from stale_revenue where "accountId" = any(${accountIds}::uuid[]) for update skip locked)
    delete from stale_revenue s using next where s."accountId" = next."accountId"
    returning s."accountId"`;
  return rows.map(({ accountId }) => accountId);
}

/** Accounts first, so that whoever deletes one and we never wait for each other; those that are gone are left out. */
async function lockAccounts(tx: Tx, ids: string[]): Promise<string[]> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    select id from account where id = any(${ids}::uuid[]) order by id for key share`;
  return rows.map(({ id }) => id);
}

async function loadCounted(tx: Tx, accountIds: string[]): Promise<Map<string, Counted>> {
  const where = { accountId: { in: accountIds } };
  const movements = await tx.mrrMovement.findMany({ where, omit: { id: true } });
  const milestones = await tx.subscriptionMilestone.findMany({ where, omit: { id: true } });
  const byAccount = new Map<string, Counted>();
  const of = (accountId: string) => {
    const counted = byAccount.get(accountId) ?? { movements: [], milestones: [] };
    byAccount.set(accountId, counted);
    return counted;
  };
  for (const { accountId, ...movement } of movements) of(accountId).movements.push(toMovement(movement));
  for (const { accountId, ...milestone } of milestones) of(accountId).milestones.push(milestone);
  return byAccount;
}

type StoredMovement = Omit<Movement, "stripeSubscriptionId" | "kind"> & {
  kind: MrrMovementKind;
  stripeSubscriptionId: string | null;
};

function toMovement({ stripeSubscriptionId, ...movement }: StoredMovement): Movement {
  return { ...movement, stripeSubscriptionId: stripeSubscriptionId ?? "" };
}

/** The same for the same rows, in whatever order; rows that stay the same keep their ids, and pages their places. */
function fingerprint({ movements, milestones }: Counted = { movements: [], milestones: [] }): string {
  const ofMovement = ({ at, currency, kind, deltaMinor, planKey, stripeSubscriptionId, stripeInvoiceId }: Movement) =>
    [at.getTime(), currency, kind, deltaMinor, planKey, stripeSubscriptionId, stripeInvoiceId].join(" ");
  const ofMilestone = ({ at, currency, kind, planKey, stripeSubscriptionId }: Milestone) =>
    [at.getTime(), currency, kind, planKey, stripeSubscriptionId].join(" ");
  return [...movements.map(ofMovement), ...milestones.map(ofMilestone)].sort().join("\n");
}

/** Writers go one after the other from here on: the sums of a month are rows that all of them share. */
async function replace(tx: Tx, changed: readonly [string, Counted][]): Promise<void> {
  if (changed.length === 0) return;
  await tx.$executeRaw`lock table revenue_month in share row exclusive mode`;
  const where = { accountId: { in: changed.map(([accountId]) => accountId) } };
  await tx.mrrMovement.deleteMany({ where });
  await tx.subscriptionMilestone.deleteMany({ where });
  const movements = changed.flatMap(([accountId, counted]) => counted.movements.map((one) => ({ accountId, ...one })));
  const milestones = changed.flatMap(([accountId, counted]) =>
    counted.milestones.map((one) => ({ accountId, ...one })),
  );
  // As one statement each: createMany takes ten times as long, which a first import of many accounts would feel.
  await tx.$executeRaw`
    insert into mrr_movement (id, "accountId", currency, at, kind, "deltaMinor", "afterMinor", "planKey",
      "stripeSubscriptionId", "stripeInvoiceId")
    select gen_random_uuid(), "accountId", currency, at, kind, "deltaMinor", "afterMinor", "planKey",
      "stripeSubscriptionId", "stripeInvoiceId"
    from json_populate_recordset(null::mrr_movement, ${JSON.stringify(movements)}::json)`;
  await tx.$executeRaw`
    insert into subscription_milestone (id, "accountId", "stripeSubscriptionId", currency, at, kind, "planKey")
    select gen_random_uuid(), "accountId", "stripeSubscriptionId", currency, at, kind, "planKey"
    from json_populate_recordset(null::subscription_milestone, ${JSON.stringify(milestones)}::json)`;
}
