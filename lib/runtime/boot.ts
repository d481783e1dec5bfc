import { findStripeProblem } from "@/lib/billing/stripe-problem";
import { ensureLeaseKeys } from "@/lib/entitlements/lease-keys";
import { ensureSigningKeys } from "@/lib/identity/keys";
import { listenForChanges } from "@/lib/platform/changes";
import { setClockOffset } from "@/lib/platform/clock";
import { query } from "@/lib/platform/db";
import { EnvError, env, isRehearsal } from "@/lib/platform/env";
import { findInstance } from "@/lib/platform/instance";
import { installAllModules } from "@/lib/runtime/install";
import { announceOutboxes } from "@/lib/runtime/outboxes";

/**
 * Makes this process ready to serve, or says why it must not: a wrong environment, a database of another mode, a
 * database role that could rewrite the audit log, or a key that can't sign.
 * @throws EnvError, Error
 */
export async function boot(): Promise<void> {
  env();
  installAllModules();
  await refuseForeignDatabase();
  if (!isRehearsal()) await refusePowerfulRole();
  await loadClock();
  await ensureSigningKeys();
  await ensureLeaseKeys();
  await listenForChanges();
  announceOutboxes();
  // Begun and not waited for: whether Stripe answers is no condition for serving what people have.
  findStripeProblem();
}

/** Takes over the business time that another process of this deployment has set. Does nothing in production. */
export async function loadClock(): Promise<void> {
  if (!isRehearsal()) return;
  const instance = await findInstance();
  setClockOffset(Number(instance?.clockOffsetMs ?? 0n));
}

/** A demo never opens a production database, nor the other way round: the database says whose it is. */
async function refuseForeignDatabase(): Promise<void> {
  const mode = env().GATEHOUSE_MODE;
  const instance = await findInstance().catch((cause: unknown) => {
    throw new EnvError(
      `DATABASE_URL: the database can't be used (${String(cause)}). Has it been migrated? npm run db:migrate`,
      { cause },
    );
  });
  if (instance?.mode !== mode) {
    throw new EnvError(
      `DATABASE_URL: this database belongs to ${instance?.mode ?? "no"} mode, and this process runs in ${mode} mode.`,
    );
  }
}

async function refusePowerfulRole(): Promise<void> {
  const { rows } = await query<{ powerful: boolean }>(`
    select bool_or(has_table_privilege(current_user, t, p)) or (select rolsuper from pg_roles where rolname = current_user) as powerful
    from unnest(array['audit_record', 'audit_seal']) t, unnest(array['UPDATE', 'DELETE', 'TRUNCATE']) p`);
  if (rows[0]?.powerful !== false) {
    throw new EnvError(
      "DATABASE_URL: this role could change the audit log. Use a role that npm run db:migrate has given its rights; see docs/hosting.md.",
    );
  }
}
