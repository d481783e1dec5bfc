import { expect, test } from "vitest";
import { db } from "@/lib/platform/db";
import { listDeadLetters } from "@/lib/success/list-dead-letters";

test("staff see calls and mails that are dead letters, latest first, and none that is merely retried", async () => {
  const { id: accountId } = await db().account.create({ data: {} });
  const call = { accountId, kind: "refund_charge", state: "unknown" } as const;
  const mail = { kind: "test", recipient: "ada@example.com", state: "failed" } as const;
  await db().moneyCall.createMany({
    data: [
      { ...call, subject: "ch_dead", attempts: 9, deadAt: new Date(1_000), lastError: "Error: no answer" },
      { ...call, subject: "ch_retried", attempts: 3 },
    ],
  });
  await db().mailMessage.createMany({
    data: [
      { ...mail, subject: "Given up", attempts: 8, deadAt: new Date(2_000) },
      { ...mail, subject: "Retried", state: "queued", attempts: 3 },
    ],
  });
  expect(await listDeadLetters()).toMatchObject([
    { sentence: { code: "platform.mail_failed", values: { subject: "Given up" } }, accountId: null },
    {
      sentence: { code: "billing.call_dead", values: { call: "refund_charge" } },
      accountId,
      lastError: "Error: no answer",
    },
  ]);
});
