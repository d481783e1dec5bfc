import nodemailer from "nodemailer";
import type { MailMessage } from "@/generated/prisma/client";
import { hourMs, secondMs } from "@/lib/core/time";
import { clock, systemNow } from "@/lib/platform/clock";
import { seal, unseal } from "@/lib/platform/crypto";
import { db, type Tx } from "@/lib/platform/db";
import { env } from "@/lib/platform/env";
import { wake } from "@/lib/platform/jobs";
import type { MailKind } from "@/lib/platform/module";
import { type Claim, exponentialBackoff, outbox, settled } from "@/lib/platform/outbox";
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

type DeadMail = Pick<MailMessage, "id" | "subject" | "attempts" | "lastError" | "deadAt">;

/** The latest mails that were given up. */
export async function listDeadMails(take: number): Promise<DeadMail[]> {
  return db().mailMessage.findMany({
    where: { deadAt: { not: null } },
    orderBy: { deadAt: "desc" },
    take,
    select: { id: true, subject: true, attempts: true, lastError: true, deadAt: true },
  });
}

/** Puts a mail into the outbox, in the transaction that makes it due: it goes out if and only if that commits. */
export async function queueMail(tx: Tx, mail: OutgoingMail): Promise<void> {
  const { to, html, text, ...rest } = mail;
  // A mail can hold a code that signs somebody in: whoever reads the table must not be able to read it.
  const sealed = { htmlSealed: seal(html), textSealed: seal(text) };
  await tx.mailMessage.create({ data: { ...rest, recipient: to, ...sealed, businessAt: clock.now() } });
  await wake(tx, "mail");
}

/**
 * Mails on their way out. After a crash between sending a mail and noting it, it is sent again, under the same Message-ID.
 * A mail that failed eight times is given up: a code that comes hours late helps nobody.
 */
export const mailOutbox = outbox({
  name: "mail",
  table: "mail_message",
  key: { column: "id", type: "uuid" },
  waiting: ["queued"],
  since: "createdAt",
  concurrency: 20,
  backoffMs: exponentialBackoff(5 * secondMs, hourMs),
  deadAfter: 8,
  attempt: sendMail,
  onFailure: async (tx, { key: id, isDead }) => {
    if (isDead) await tx.mailMessage.update({ where: { id }, data: { state: "failed", ...withoutTexts } });
  },
});

const withoutTexts = { htmlSealed: null, textSealed: null } as const;

async function sendMail({ key: id, attempts }: Claim): Promise<void> {
  const mail = await db().mailMessage.findUniqueOrThrow({ where: { id } });
  await transport().sendMail({
    from: env().MAIL_FROM,
    to: mail.recipient,
    subject: mail.subject,
    html: unseal(mail.htmlSealed ?? ""),
    text: unseal(mail.textSealed ?? ""),
    messageId: `<${mail.id}@${new URL(env().GATEHOUSE_URL).hostname}>`,
  });
  const data = { state: "sent", sentAt: systemNow(), ...withoutTexts, ...settled } as const;
  await db().mailMessage.updateMany({ where: { id, attempts }, data });
}

function transport() {
  return singleton("smtp", () =>
    nodemailer.createTransport({ url: env().SMTP_URL, connectionTimeout: 10_000, socketTimeout: 20_000 }),
  );
}
