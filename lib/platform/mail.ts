import nodemailer from "nodemailer";
import { describeError } from "@/lib/core/errors";
import { addMs, minuteMs, secondMs } from "@/lib/core/time";
import { systemNow } from "@/lib/platform/clock";
import { db, type Tx } from "@/lib/platform/db";
import { env } from "@/lib/platform/env";
import { wake } from "@/lib/platform/jobs";
import { singleton } from "@/lib/platform/registry";

/** A mail that is ready to go: rendered before the transaction that queues it. */
export type OutgoingMail = {
  /** Which mail this is, e.g. `sign-in`; staff see it in a customer's timeline. */
  kind: string;
  to: string;
  userId?: string | null;
  subject: string;
  html: string;
  text: string;
};

const maxAttempts = 8;
const leaseMs = 60 * secondMs;

/** Puts a mail into the outbox, in the transaction that makes it due: it goes out if and only if that commits. */
export async function queueMail(tx: Tx, mail: OutgoingMail): Promise<void> {
  const { to, ...rest } = mail;
  await tx.mailMessage.create({ data: { ...rest, recipient: to } });
  await wake(tx, "mail");
}

/**
 * Sends every mail that is due and returns how many went out. A mail is leased for a minute while it is sent, so two
 * sweeps never send the same one at once; after a crash between sending and noting it, it is sent again, under the
 * same Message-ID.
 */
export async function sweepMail(): Promise<number> {
  const due = await db().$queryRaw<{ id: string }[]>`
    update mail_message set "leaseUntil" = ${addMs(systemNow(), leaseMs)}, attempts = attempts + 1
    where id in (
      select id from mail_message
      where state = 'queued' and "nextAttemptAt" <= ${systemNow()} and ("leaseUntil" is null or "leaseUntil" < ${systemNow()})
      order by "nextAttemptAt" limit 20 for update skip locked)
    returning id`;
  const sent = await Promise.all(due.map(({ id }) => sendOne(id)));
  return sent.filter(Boolean).length;
}

async function sendOne(id: string): Promise<boolean> {
  const mail = await db().mailMessage.findUniqueOrThrow({ where: { id } });
  try {
    await transport().sendMail({
      from: env().MAIL_FROM,
      to: mail.recipient,
      subject: mail.subject,
      html: mail.html ?? "",
      text: mail.text ?? "",
      messageId: `<${mail.id}@${new URL(env().GATEHOUSE_URL).hostname}>`,
    });
    await db().mailMessage.update({
      where: { id },
      data: { state: "sent", sentAt: systemNow(), html: null, text: null, leaseUntil: null, lastError: null },
    });
    return true;
  } catch (error) {
    const givenUp = mail.attempts >= maxAttempts;
    await db().mailMessage.update({
      where: { id },
      data: {
        state: givenUp ? "failed" : "queued",
        lastError: describeError(error),
        leaseUntil: null,
        nextAttemptAt: addMs(systemNow(), backoffMs(mail.attempts)),
      },
    });
    return false;
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
