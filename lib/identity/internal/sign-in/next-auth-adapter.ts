import type { Adapter, AdapterAccount, AdapterUser } from "next-auth/adapters";
import { claimWaitingAccounts } from "@/lib/accounts/claim-accounts";
import { toEmailAddress } from "@/lib/accounts/email-address";
import { findOwnActor } from "@/lib/accounts/home-account";
import { ensureUser, findUser, findUserByEmail, markEmailVerified, type Person } from "@/lib/accounts/users";
import { recordAudit } from "@/lib/audit/record";
import { toLocale } from "@/lib/core/locales";
import { requireNotKept } from "@/lib/identity/internal/sign-in/kept-addresses";
import { createSession, endSessionOf, hashSessionToken } from "@/lib/identity/session";
import { systemNow } from "@/lib/platform/clock";
import { db, transaction } from "@/lib/platform/db";

/**
 * What next-auth 4 asks of a database, on our tables. People are created together with their account, a session is kept
 * as the hash of its token, and a one-time token is used up by whoever deletes its row.
 */
export function nextAuthAdapter(): Adapter {
  return {
    async createUser(user: Omit<AdapterUser, "id">) {
      const email = requireAddress(user.email);
      const asked = await db().signInChallenge.findFirst({ where: { email }, orderBy: { createdAt: "desc" } });
      // Nobody gets here without having shown that mail reaches them, or that a provider has checked the address.
      const person = { email, locale: toLocale(asked?.locale), name: user.name ?? null, isEmailVerified: true };
      return toAdapterUser(
        await transaction(async (tx) => {
          const made = await ensureUser(tx, person);
          await requireNotKept(tx, { email, userId: made.id });
          return made;
        }),
      );
    },

    async getUser(id) {
      return toAdapterUserOrNull(await findUser(id));
    },

    async getUserByEmail(address) {
      const email = toEmailAddress(address);
      return email ? toAdapterUserOrNull(await findUserByEmail(email)) : null;
    },

    async getUserByAccount({ provider, providerAccountId }) {
      const linked = await db().linkedSignIn.findUnique({
        where: { provider_providerAccountId: { provider, providerAccountId } },
      });
      return linked ? toAdapterUserOrNull(await findUser(linked.userId)) : null;
    },

    async updateUser({ id }) {
      return toAdapterUser(await markEmailVerified(id));
    },

    async linkAccount({ provider, providerAccountId, userId, type }: AdapterAccount) {
      const { actor, accountId } = await findOwnActor(userId);
      await transaction(async (tx) => {
        const data = { provider, providerAccountId, userId, type };
        const linked = await tx.linkedSignIn.createMany({ data, skipDuplicates: true });
        if (linked.count === 0) {
          // The same identity in two tabs at once: the other one has linked it.
          const isOwn = await tx.linkedSignIn.count({ where: { provider, providerAccountId, userId } });
          if (isOwn === 0) throw new Error("This identity was linked to another person at the same moment.");
          return;
        }
        await recordAudit(tx, {
          actor,
          action: "user.sign_in_linked",
          subject: { kind: "user", id: userId },
          accountId,
          detail: { provider },
        });
      });
    },

    async createSession({ sessionToken, userId, expires }) {
      // Every sign-in passes here; what an import has opened for this person since the last one becomes theirs.
      await claimWaitingAccounts(userId);
      await createSession(userId, { token: sessionToken, expiresAt: expires });
      return { sessionToken, userId, expires };
    },

    async getSessionAndUser(sessionToken) {
      const tokenHash = hashSessionToken(sessionToken);
      const session = await db().session.findUnique({ where: { tokenHash, expiresAt: { gt: systemNow() } } });
      const user = session && (await findUser(session.userId));
      if (!session || !user) return null;
      return {
        session: { sessionToken, userId: session.userId, expires: session.expiresAt },
        user: toAdapterUser(user),
      };
    },

    async updateSession({ sessionToken, expires }) {
      if (!expires) return null;
      const [session] = await db().session.updateManyAndReturn({
        where: { tokenHash: hashSessionToken(sessionToken) },
        data: { expiresAt: expires },
      });
      return session ? { sessionToken, userId: session.userId, expires } : null;
    },

    deleteSession: endSessionOf,

    // next-auth wants to find this method; its own way of sending mails is closed, see handleAuth.
    createVerificationToken() {
      throw new Error("One-time tokens are made by completeSignIn alone.");
    },

    // `token` arrives hashed; see hashOneTimeToken.
    async useVerificationToken({ identifier, token }) {
      const found = await db().oneTimeToken.findUnique({ where: { tokenHash: token, identifier } });
      if (!found) return null;
      const used = await db().oneTimeToken.deleteMany({ where: { tokenHash: token } });
      return used.count === 1 ? { identifier, token, expires: found.expiresAt } : null;
    },
  };
}

function toAdapterUser({ id, email, name, emailVerifiedAt }: Person): AdapterUser {
  return { id, email, name, emailVerified: emailVerifiedAt };
}

function toAdapterUserOrNull(person: Person | null): AdapterUser | null {
  return person && toAdapterUser(person);
}

function requireAddress(address: string): string {
  const email = toEmailAddress(address);
  if (!email) throw new Error("next-auth asked for a person without a mail address.");
  return email;
}
