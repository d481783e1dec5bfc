import pg from "pg";
import { expect, test } from "vitest";
import { inboxOutbox } from "@/lib/billing/inbox";
import { db, transaction } from "@/lib/platform/db";
import { env } from "@/lib/platform/env";
import { mailOutbox, queueMail } from "@/lib/platform/mail";
import { claimedNow } from "@/lib/platform/outbox";
import { recordRefusal } from "@/lib/platform/refusals";
import { closeProcess } from "@/lib/runtime/close-process";

/** Work of each kind that this process has claimed, and is never to finish. */
async function claimOneOfEach(): Promise<void> {
  const stripeEventId = "evt_claimed";
  const occurredAt = new Date();
  await db().webhookEvent.create({
    data: { stripeEventId, type: "invoice.paid", livemode: false, payload: "{}", occurredAt },
  });
  await transaction((tx) =>
    queueMail(tx, { kind: "sign-in", to: "ada@example.com", subject: "A test", html: "", text: "" }),
  );
  const mail = await db().mailMessage.findFirstOrThrow();
  const { id: accountId } = await db().account.create({ data: {} });
  await db().moneyCall.create({
    data: { accountId, kind: "create_customer", subject: accountId, attempts: 1, ...claimedNow() },
  });
  expect([await inboxOutbox.claim(stripeEventId), await mailOutbox.claim(mail.id)]).not.toContain(null);
}

test("a process that ends writes the refusals that it has gathered, and lets others go on with what it is still at", async () => {
  recordRefusal({ kind: "token_invalid", where: "GET /v1/last", detail: "The token is not one of ours." });
  await claimOneOfEach();
  const hanging = new Promise<void>(() => undefined);
  await closeProcess(hanging, 1);
  const client = new pg.Client({ connectionString: env().DATABASE_URL });
  await client.connect();
  const { rows } = await client.query("select count from refusal where \"where\" = 'GET /v1/last'");
  const free = `attempts = 1 and "leaseUntil" is null and "leaseOwner" is null and "nextAttemptAt" <= now()`;
  const released = await client.query(
    ["webhook_event", "money_call", "mail_message"]
      .map((table) => `select count(*)::int as free from ${table} where ${free}`)
      .join(" union all "),
  );
  await client.end();
  expect(rows).toEqual([{ count: 1 }]);
  expect(released.rows).toEqual([{ free: 1 }, { free: 1 }, { free: 1 }]);
});
