import nodemailer from "nodemailer";
import { describeError } from "@/lib/core/errors";
import { addMs, minuteMs, secondMs } from "@/lib/core/time";
import { clock, systemNow } from "@/lib/platform/clock";
import { seal, unseal } from "@/lib/platform/crypto";
import { db, type Tx } from "@/lib/platform/db";
import { env } from "@/lib/platform/env";
import { wake } from "@/lib/platform/jobs";
import type { MailKind } from "@/lib/platform/module";
import { singleton } from "@/lib/platform/registry";

/** A mail that is ready to go: rendered before the transaction that queues it. */
export type OutgoingMail = {
  /** Which mail this is, e.g. `sign-in`; staff see it in a customer's timeline. */
  kind: MailKind;
  to: string;
  userId?: string | null;
  subject: string;
  html: string;
  text: string;
};

const maxAttempts = 8;
const leaseMs = 60 * secondMs;
const batchSize = 20;

/** Puts a mail into the outbox, in the transaction that makes it due: it goes out if and only if that commits. */
export async function queueMail(tx: Tx, mail: OutgoingMail): Promise<void> {
  const { to, html, text, ...rest } = mail;
  // A mail can hold a code that signs somebody in: whoever reads the table must not be able to read it.
  const sealed = { htmlSealed: seal(html), textSealed: seal(text) };
  await tx.mailMessage.create({ data: { ...rest, recipient: to, ...sealed, businessAt: clock.now() } });
  await wake(tx, "mail");
}

/**
 * Tries every mail that is due and returns how many that were. A mail is leased for a minute while it is sent, so two
 * sweeps never send the same one at once; after a crash between sending and noting it, it is sent again, under the
 * same Message-ID.
 */
export async function sweepMail(): Promise<number> {
  let total = 0;
  for (let batch = batchSize; batch === batchSize; total += batch) batch = await sendBatch();
  return total;
}

async function sendBatch(): Promise<number> {
  const due = await db().$queryRaw<{ id: string }[]>`
    update mail_message set "leaseUntil" = ${addMs(systemNow(), leaseMs)}, attempts = attempts + 1
    where id in (
      select id from mail_message
      where state = 'queued' and "nextAttemptAt" <= ${systemNow()} and ("leaseUntil" is null or "leaseUntil" < ${systemNow()})
      order by "nextAttemptAt" limit ${batchSize} for update skip locked)
    returning id`;
  await Promise.all(due.map(({ id }) => sendOne(id)));
  return due.length;
}

async function sendOne(id: string): Promise<void> {
  const mail = await db().mailMessage.findUniqueOrThrow({ where: { id } });
  try {
    await transport().sendMail({
      from: env().MAIL_FROM,
      to: mail.recipient,
      subject: mail.subject,
      html: unseal(mail.htmlSealed ?? ""),
      text: unseal(mail.textSealed ?? ""),
      messageId: `<${mail.id}@${new URL(env().GATEHOUSE_URL).hostname}>`,
    });
    await db().mailMessage.update({
      where: { id },
      data: {
        state: "sent",
        sentAt: systemNow(),
        htmlSealed: null,
        textSealed: null,
        leaseUntil: null,
        lastError: null,
      },
    });
  } catch (error) {
    const givenUp = mail.attempts >= maxAttempts;
    await db().mailMessage.update({
      where: { id },
      data: {
        ...(givenUp ? { state: "failed", htmlSealed: null, textSealed: null } : { state: "queued" }),
        lastError: describeError(error),
        leaseUntil: null,
        nextAttemptAt: addMs(systemNow(), backoffMs(mail.attempts)),
      },
    });
  }
}

/** Waits 5 s after the first failure, then twice as long each time, an hour at most. */
function backoffMs(attempts: number): number {
  return Math.min(5 * secondMs * 2 ** (attempts - 1), 60 * minuteMs);
}

function transport() {
  return singleton("smtp", () =>
    nodemailer.createTransport({ url: env().SMTP_URL, connectionTimeout: 10_000, socketTimeout: 20_000 }),
  );
}
