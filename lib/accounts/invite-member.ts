import { randomUUID } from "node:crypto";
import { toEmailAddress } from "@/lib/accounts/email-address";
import { openInvitations } from "@/lib/accounts/internal/open-invitations";
import { renderInvitationMail } from "@/lib/accounts/mails/invitation";
import { toPersonalName } from "@/lib/accounts/personal-name";
import { requireOwner } from "@/lib/accounts/require-owner";
import { getUser } from "@/lib/accounts/users";
import { recordAudit } from "@/lib/audit/record";
import type { Actor } from "@/lib/core/actor";
import { AppError } from "@/lib/core/errors";
import { toPublicId } from "@/lib/core/ids";
import { addMs, dayMs } from "@/lib/core/time";
import { systemNow } from "@/lib/platform/clock";
import { db, type Tx, transaction } from "@/lib/platform/db";
import { env } from "@/lib/platform/env";
import { queueMail } from "@/lib/platform/mail";
import { type RateLimit, requireWithinLimit } from "@/lib/platform/rate-limit";

/** How long a seat stays offered. */
const invitationLifeMs = 14 * dayMs;

/** A mailbox must not be filled by somebody who owns an account, and an account not be used to write to the world. */
const perAddress: RateLimit = { name: "invitation-address", times: 5, withinSeconds: 24 * 60 * 60 };
const perAccount: RateLimit = { name: "invitation-account", times: 60, withinSeconds: 24 * 60 * 60 };

/**
 * Offers a seat to an address, by mail. Inviting somebody again sends the mail again and starts its time anew. Seats that
 * are offered are taken, so that nobody accepts what is no longer there. How many there are is handed in, because what a
 * plan holds is not known here.
 * @throws AppError `invalid_request`, `forbidden` for anyone but the owner, `conflict` for somebody who is a member
 * already, `limit_reached` without a free seat, `rate_limited`
 */
export async function inviteMember(wish: {
  actor: Extract<Actor, { kind: "customer" }>;
  accountId: string;
  email: string;
  seats: number;
}): Promise<{ invitationId: string }> {
  const { actor, accountId, seats } = wish;
  const email = toEmailAddress(wish.email);
  if (!email) throw new AppError("invalid_request", "This is not a mail address.", { field: "email" });
  await requireOwner(actor, accountId);
  await requireWithinLimit(perAddress, `${accountId} ${email}`);
  await requireWithinLimit(perAccount, accountId);

  const [inviter, account] = await Promise.all([
    getUser(actor.userId),
    db().account.findUniqueOrThrow({ where: { id: accountId }, select: { name: true } }),
  ]);
  // The reader of this mail may not know the inviter, and the name may be older than the rule for names.
  const name = toPersonalName(inviter.name);
  const expiresAt = addMs(systemNow(), invitationLifeMs);
  const earlier = await db().invitation.findFirst({ where: { accountId, email, ...openInvitations() } });
  const invitationId = earlier?.id ?? randomUUID();
  const mail = await renderInvitationMail({
    // Nothing is known of somebody who was never here, and who invites them shares a language with them.
    locale: inviter.locale,
    email,
    link: `${env().GATEHOUSE_URL}/account/invitations/${toPublicId("invitation", invitationId)}`,
    inviter: name ? `${name} (${inviter.email})` : inviter.email,
    account: toPersonalName(account.name),
    expiresAt,
  });
  return transaction(async (tx) => {
    // Two invitations at once must not offer the same last seat.
    await tx.$queryRaw`select from account where id = ${accountId}::uuid for no key update`;
    await requireOwner(actor, accountId, tx);
    await keepInvitation(tx, { id: invitationId, accountId, email, seats, expiresAt, invitedBy: actor.userId });
    await queueMail(tx, { kind: "invitation", to: email, ...mail });
    await recordAudit(tx, {
      actor,
      action: "invitation.sent",
      subject: { kind: "invitation", id: invitationId },
      accountId,
      detail: { email },
    });
    return { invitationId };
  });
}

type Offer = { id: string; accountId: string; email: string; seats: number; expiresAt: Date; invitedBy: string };

async function keepInvitation(tx: Tx, { id, accountId, email, seats, expiresAt, invitedBy }: Offer): Promise<void> {
  const isMember = await tx.membership.count({ where: { accountId, user: { email } } });
  if (isMember > 0) throw new AppError("conflict", "This person belongs to the account already.", { field: "email" });
  const open = { accountId, ...openInvitations() };
  const earlier = await tx.invitation.findFirst({ where: { ...open, email }, select: { id: true } });
  // The mail is written already, and names this one: whoever invited the same address a moment ago has sent theirs.
  if (earlier && earlier.id !== id) throw new AppError("conflict", "This address was invited a moment ago.");
  if (earlier) {
    await tx.invitation.update({ where: { id }, data: { expiresAt, invitedBy } });
    return;
  }
  const [members, offered] = [
    await tx.membership.count({ where: { accountId } }),
    await tx.invitation.count({ where: open }),
  ];
  if (members + offered >= seats) {
    throw new AppError("limit_reached", `${members} of ${seats} seats are taken and ${offered} offered.`);
  }
  await tx.invitation.create({ data: { id, accountId, email, expiresAt, invitedBy } });
}
