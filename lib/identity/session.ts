import { findOwnActor } from "@/lib/accounts/home-account";
import { type Person, personColumns, toPerson } from "@/lib/accounts/users";
import { recordAudit } from "@/lib/audit/record";
import { AppError } from "@/lib/core/errors";
import { addMs, dayMs } from "@/lib/core/time";
import { cookieName, parseCookies } from "@/lib/identity/internal/cookies";
import { systemNow } from "@/lib/platform/clock";
import { randomToken, sha256 } from "@/lib/platform/crypto";
import { db, transaction } from "@/lib/platform/db";

/** A session lasts this long without a visit; a visit after a day extends it. */
export const sessionLifeMs = 30 * dayMs;

/** The cookie that holds a session's token; `__Secure-` in front where the deployment is on https. */
export function sessionCookieName(): string {
  return cookieName("gatehouse.session");
}

/** How a session's token is kept: whoever reads the table can't sign in with what they find. */
export function hashSessionToken(token: string): string {
  return sha256("session", token);
}

/** Signs a person in: the token goes into the browser's cookie and nowhere else. */
export async function createSession(
  userId: string,
  options: { token?: string; expiresAt?: Date } = {},
): Promise<{ token: string; expiresAt: Date }> {
  const { token = randomToken(), expiresAt = addMs(systemNow(), sessionLifeMs) } = options;
  const { actor, accountId } = await findOwnActor(userId);
  await transaction(async (tx) => {
    const session = await tx.session.create({
      data: { userId, tokenHash: hashSessionToken(token), expiresAt },
      select: { id: true },
    });
    await recordAudit(tx, {
      actor,
      action: "session.created",
      subject: { kind: "session", id: session.id },
      accountId,
    });
  });
  return { token, expiresAt };
}

/** A signed-in browser, with the secret of its cookie. */
export type OpenSession = { id: string; token: string; createdAt: Date; user: Person };

/** The session of the browser with these cookies; null for a stranger. */
export async function findOpenSession(cookieHeader: string | null): Promise<OpenSession | null> {
  const token = parseCookies(cookieHeader).get(sessionCookieName());
  if (!token) return null;
  const session = await db().session.findUnique({
    where: { tokenHash: hashSessionToken(token), expiresAt: { gt: systemNow() } },
    select: { id: true, createdAt: true, user: { select: personColumns } },
  });
  return session && { ...session, token, user: toPerson(session.user) };
}

/** As `findOpenSession`. @throws AppError `unauthenticated` */
export async function requireOpenSession(cookieHeader: string | null): Promise<OpenSession> {
  const session = await findOpenSession(cookieHeader);
  if (!session) throw new AppError("unauthenticated", "Sign in first.");
  return session;
}

/** Who is signed in in the browser that sent this request; null for a stranger. */
export async function findSessionUser(request: Request): Promise<Person | null> {
  return findUserByCookies(request.headers.get("cookie"));
}

/** The same, from a `Cookie` header alone. */
export async function findUserByCookies(cookieHeader: string | null): Promise<Person | null> {
  const session = await findOpenSession(cookieHeader);
  return session?.user ?? null;
}

/** Ends the session of the browser that sent this request. A stranger stays a stranger. */
export async function endSession(request: Request): Promise<void> {
  const token = parseCookies(request.headers.get("cookie")).get(sessionCookieName());
  if (token) await endSessionOf(token);
}

/** Ends the session with this token. One that has ended already is no error. */
export async function endSessionOf(token: string): Promise<void> {
  const session = await db().session.findUnique({ where: { tokenHash: hashSessionToken(token) } });
  if (!session) return;
  const { id, userId } = session;
  const { actor, accountId } = await findOwnActor(userId);
  await transaction(async (tx) => {
    const ended = await tx.session.deleteMany({ where: { id } });
    if (ended.count === 0) return;
    await recordAudit(tx, { actor, action: "session.ended", subject: { kind: "session", id }, accountId });
  });
}
