import { openInvitations } from "@/lib/accounts/internal/open-invitations";
import { toPersonalName } from "@/lib/accounts/personal-name";
import { requireOwner } from "@/lib/accounts/require-owner";
import { recordAudit } from "@/lib/audit/record";
import type { Actor } from "@/lib/core/actor";
import { AppError } from "@/lib/core/errors";
import { systemNow } from "@/lib/platform/clock";
import { db, type Tx, transaction } from "@/lib/platform/db";
import type { AuditAction } from "@/lib/platform/module";

/** A seat that is offered and was not answered yet. */
export type PendingInvitation = { id: string; email: string; createdAt: Date; expiresAt: Date };

/** The seats that an account offers, the oldest offer first. */
export async function listInvitations(accountId: string): Promise<PendingInvitation[]> {
  return db().invitation.findMany({
    where: { accountId, ...openInvitations() },
    orderBy: [{ createdAt: "asc" }, { id: "asc" }],
    select: { id: true, email: true, createdAt: true, expiresAt: true },
  });
}

/** Takes an offer back; its link then leads nowhere. @throws AppError `forbidden`, `not_found` */
export async function revokeInvitation(wish: { actor: Actor; accountId: string; invitationId: string }): Promise<void> {
  const { actor, accountId, invitationId } = wish;
  await transaction(async (tx) => {
    await requireOwner(actor, accountId, tx);
    await endInvitation(tx, { actor, accountId, invitationId, action: "invitation.revoked" });
  });
}

/** An offer as the person to whom it was made sees it. */
export type OfferedSeat = { id: string; accountId: string; account: string | null; inviter: string; expiresAt: Date };

/**
 * The open offer with this id, if it was made to this person: whoever has shown that they read its mail. For anyone else
 * it does not exist, so that nobody learns who was invited where.
 */
export async function findOfferedSeat(offer: { invitationId: string; userId: string }): Promise<OfferedSeat | null> {
  const user = await db().user.findUnique({
    where: { id: offer.userId, emailVerifiedAt: { not: null } },
    select: { email: true },
  });
  if (!user) return null;
  const invitation = await db().invitation.findFirst({
    where: { id: offer.invitationId, email: user.email, account: { closedAt: null }, ...openInvitations() },
    select: { id: true, accountId: true, expiresAt: true, invitedBy: true, account: { select: { name: true } } },
  });
  if (!invitation) return null;
  const { invitedBy, account, ...rest } = invitation;
  const inviter = await db().user.findUnique({ where: { id: invitedBy }, select: { name: true, email: true } });
  const name = toPersonalName(inviter?.name);
  return { ...rest, account: toPersonalName(account.name), inviter: name ?? inviter?.email ?? "" };
}

/**
 * Takes the seat: the person belongs to the account and acts for it from now on. How many seats there are is handed in.
 * Safe to repeat, and to run twice at once.
 * @throws AppError `not_found` where there is no such offer for this person, `limit_reached` when the seats are fewer by now
 */
export async function acceptInvitation(wish: {
  invitationId: string;
  userId: string;
  seatsOf: (accountId: string) => Promise<number>;
}): Promise<{ accountId: string }> {
  const { userId, invitationId } = wish;
  const offer = await getOfferedSeat(wish);
  const { accountId } = offer;
  const seats = await wish.seatsOf(accountId);
  const actor = { kind: "customer", userId, accountId } as const;
  await transaction(async (tx) => {
    await tx.$queryRaw`select from account where id = ${accountId}::uuid for no key update`;
    const now = systemNow();
    const where = { id: invitationId, ...openInvitations() };
    const taken = await tx.invitation.updateMany({ where, data: { acceptedAt: now } });
    if (taken.count === 0) throw new AppError("not_found", "This invitation is no longer open.");
    const members = await tx.membership.count({ where: { accountId } });
    if (members >= seats) throw new AppError("limit_reached", `All ${seats} seats of this account are taken.`);
    await tx.membership.createMany({
      data: { accountId, userId, role: "member", chosenAt: now },
      skipDuplicates: true,
    });
    const subject = { kind: "user", id: userId };
    await recordAudit(tx, { actor, action: "membership.joined", subject, accountId, detail: { invitationId } });
  });
  return { accountId };
}

/** Turns the offer down; its seat is free again. @throws AppError `not_found` where there is no such offer for this person */
export async function declineInvitation(wish: { invitationId: string; userId: string }): Promise<void> {
  const { accountId } = await getOfferedSeat(wish);
  const { invitationId, userId } = wish;
  const actor = { kind: "customer", userId, accountId } as const;
  await transaction((tx) => endInvitation(tx, { actor, accountId, invitationId, action: "invitation.declined" }));
}

/** The offers that were made to a person and are still open, the oldest first. */
export async function listOfferedSeats(userId: string): Promise<OfferedSeat[]> {
  const user = await db().user.findUnique({
    where: { id: userId, emailVerifiedAt: { not: null } },
    select: { email: true },
  });
  if (!user) return [];
  const open = await db().invitation.findMany({
    where: { email: user.email, ...openInvitations() },
    orderBy: { createdAt: "asc" },
    select: { id: true },
  });
  const seats = await Promise.all(open.map(({ id }) => findOfferedSeat({ invitationId: id, userId })));
  return seats.filter((seat) => seat !== null);
}

async function getOfferedSeat(offer: { invitationId: string; userId: string }): Promise<OfferedSeat> {
  const seat = await findOfferedSeat(offer);
  if (!seat) throw new AppError("not_found", "There is no open invitation for this person.");
  return seat;
}

type Ending = { actor: Actor; accountId: string; invitationId: string; action: AuditAction };

async function endInvitation(tx: Tx, { actor, accountId, invitationId, action }: Ending): Promise<void> {
  const where = { id: invitationId, accountId, ...openInvitations() };
  const ended = await tx.invitation.updateMany({ where, data: { revokedAt: systemNow() } });
  if (ended.count === 0) throw new AppError("not_found", "This invitation is no longer open.");
  await recordAudit(tx, { actor, action, subject: { kind: "invitation", id: invitationId }, accountId });
}
