import { beforeEach, expect, test } from "vitest";
import { db, transaction } from "@/lib/platform/db";
import { listDeadMails, mailOutbox, queueMail } from "@/lib/platform/mail";

/** Nothing listens where mails are to go in tests: every attempt fails. */
async function queue(attempts: number): Promise<string> {
  await transaction((tx) =>
    queueMail(tx, { kind: "sign-in", to: "ada@example.com", subject: "A test", html: "<p>secret</p>", text: "secret" }),
  );
  const { id } = await db().mailMessage.findFirstOrThrow();
  await db().mailMessage.update({ where: { id }, data: { attempts } });
  return id;
}

const mailOf = (id: string) => db().mailMessage.findUniqueOrThrow({ where: { id } });

beforeEach(() => db().mailMessage.deleteMany());

test("a mail that could not be sent keeps its texts, says why, and comes later", async () => {
  const id = await queue(0);
  expect(await mailOutbox.sweep()).toBe(1);
  const mail = await mailOf(id);
  expect(mail).toMatchObject({ state: "queued", attempts: 1, deadAt: null, leaseUntil: null });
  expect(mail.lastError).toContain("Error");
  expect([mail.htmlSealed, mail.textSealed]).not.toContain(null);
  expect(await mailOutbox.sweep()).toBe(0);
  expect(await listDeadMails(20)).toEqual([]);
});

test("a mail that failed eight times is given up without its texts, stays known to staff, and is not tried again", async () => {
  const id = await queue(7);
  expect(await mailOutbox.sweep()).toBe(1);
  expect(await mailOf(id)).toMatchObject({ state: "failed", attempts: 8, htmlSealed: null, textSealed: null });
  await db().mailMessage.update({ where: { id }, data: { nextAttemptAt: new Date(0) } });
  expect(await mailOutbox.sweep()).toBe(0);
  expect(await mailOutbox.claim(id)).toBeNull();
  expect(await listDeadMails(20)).toMatchObject([{ id, subject: "A test", attempts: 8, deadAt: expect.any(Date) }]);
});
