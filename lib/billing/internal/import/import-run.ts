import type { ImportRun, Prisma } from "@/generated/prisma/client";
import { recordAudit } from "@/lib/audit/record";
import { AppError } from "@/lib/core/errors";
import { addMs } from "@/lib/core/time";
import { systemNow } from "@/lib/platform/clock";
import { db, type Tx, transaction } from "@/lib/platform/db";
import { logger } from "@/lib/platform/logger";

const actor = { kind: "system", name: "import" } as const;

/** A customer that an import left alone, and why: a code of ours or of Stripe. */
export type LeftAlone = { stripeCustomerId: string; reason: string; failed: boolean };

/**
 * The run that is to be worked on, held by us alone: the one that did not come to its end, else a new one. Whoever died
 * holding it is followed once their lease has run out; null while somebody else holds it.
 */
export async function takeImportRun(leaseMs: number): Promise<ImportRun | null> {
  return transaction(async (tx) => {
    // Two that start at once must not each open a run.
    await tx.$executeRaw`lock table import_run in share row exclusive mode`;
    const unfinished = await tx.importRun.findFirst({
      where: { state: { not: "finished" } },
      orderBy: { startedAt: "desc" },
    });
    if (unfinished?.leaseUntil && unfinished.leaseUntil > systemNow()) return null;
    const leaseUntil = addMs(systemNow(), leaseMs);
    if (unfinished) {
      return tx.importRun.update({ where: { id: unfinished.id }, data: { state: "running", leaseUntil } });
    }
    const run = await tx.importRun.create({ data: { leaseUntil } });
    await recordAudit(tx, { actor, action: "import.started", subject: { kind: "import_run", id: run.id } });
    return run;
  });
}

/** The lease of a run, kept up while the work goes on. */
export class ImportLease {
  private readonly timer: NodeJS.Timeout;
  private until: Date;
  private last: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly run: ImportRun,
    private readonly leaseMs: number,
  ) {
    this.until = run.leaseUntil ?? systemNow();
    this.timer = setInterval(() => void this.inTurn(() => this.renew()), leaseMs / 3);
  }

  /** Keeps it up no longer; it ends by itself, or somebody else holds it already. */
  letGo(): void {
    clearInterval(this.timer);
  }

  /** One write at a time: a renewal in the midst of a note would look as if somebody else had taken the run over. */
  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.last.then(work);
    this.last = turn.catch(() => undefined);
    return turn;
  }

  /** Resolves in any case: a lease that could not be renewed shows when the next batch is noted. */
  private async renew(): Promise<void> {
    const next = addMs(systemNow(), this.leaseMs);
    try {
      const where = { id: this.run.id, leaseUntil: this.until };
      const renewed = await db().importRun.updateMany({ where, data: { leaseUntil: next } });
      if (renewed.count === 1) this.until = next;
    } catch (error) {
      logger().warn({ err: error }, "the lease of an import could not be renewed");
    }
  }

  /**
   * Notes that everybody up to this customer was looked at, with an audit record for each who was left alone.
   * @throws AppError `lease_lost` when another import has taken over
   */
  async noteBatch(batch: { cursor: string; seen: number; leftAlone: LeftAlone[] }): Promise<ImportRun> {
    return this.inTurn(() => this.write(batch));
  }

  private async write(batch: { cursor: string; seen: number; leftAlone: LeftAlone[] }): Promise<ImportRun> {
    return transaction(async (tx) => {
      await this.writeHeld(tx, { cursor: batch.cursor });
      for (const { stripeCustomerId, reason, failed } of batch.leftAlone) {
        await recordAudit(tx, {
          actor,
          action: failed ? "import.customer_failed" : "import.customer_skipped",
          subject: { kind: "stripe_customer", id: stripeCustomerId },
          detail: { run: this.run.id, reason },
        });
      }
      const counted = await tx.importRun.update({
        where: { id: this.run.id },
        data: {
          customersSeen: { increment: batch.seen },
          customersSkipped: { increment: batch.leftAlone.length },
          ...(batch.leftAlone[0] && { lastError: batch.leftAlone[0].reason }),
        },
      });
      // Whoever was neither opened an account for nor left alone had one.
      const accountsAdopted = Math.max(0, counted.customersSeen - counted.accountsOpened - counted.customersSkipped);
      return tx.importRun.update({ where: { id: this.run.id }, data: { accountsAdopted } });
    });
  }

  /** Writes the run for as long as nobody else has taken it over. @throws AppError `lease_lost` */
  private async writeHeld(tx: Tx, data: Prisma.ImportRunUpdateManyMutationInput): Promise<void> {
    const held = await tx.importRun.updateMany({ where: { id: this.run.id, leaseUntil: this.until }, data });
    if (held.count === 0) throw new AppError("lease_lost", "Another import has taken over.");
  }

  /**
   * Starts from the first customer again, e.g. because the one that the cursor names was deleted.
   * @throws AppError `lease_lost`
   */
  async startOver(): Promise<void> {
    const data = { cursor: null, customersSeen: 0, customersSkipped: 0, accountsAdopted: 0 };
    await this.inTurn(() => this.writeHeld(db(), data));
  }

  /** Gives the run back, finished or to be gone on with. @throws AppError `lease_lost` */
  async end(state: "finished" | "interrupted", lastError?: string): Promise<ImportRun> {
    this.letGo();
    await this.last;
    return transaction(async (tx) => {
      const finishedAt = state === "finished" ? systemNow() : null;
      await this.writeHeld(tx, { state, finishedAt, leaseUntil: null, ...(lastError && { lastError }) });
      const run = await tx.importRun.findUniqueOrThrow({ where: { id: this.run.id } });
      const { customersSeen, accountsOpened, accountsAdopted, customersSkipped } = run;
      await recordAudit(tx, {
        actor,
        action: `import.${state}`,
        subject: { kind: "import_run", id: run.id },
        detail: { customersSeen, accountsOpened, accountsAdopted, customersSkipped },
      });
      return run;
    });
  }
}
