import { staffRoles } from "@/lib/core/actor";
import { addMs, dayMs } from "@/lib/core/time";
import { db } from "@/lib/platform/db";
import type { Module } from "@/lib/platform/module";

declare module "@/lib/platform/module" {
  interface AuditActions {
    "account.claimed": "accounts";
    "account.renamed": "accounts";
    "invitation.declined": "accounts";
    "invitation.revoked": "accounts";
    "invitation.sent": "accounts";
    "membership.chosen": "accounts";
    "membership.joined": "accounts";
    "user.created": "accounts";
    "user.email_verified": "accounts";
    "user.staff_role_set": "accounts";
    "user.updated": "accounts";
  }
  interface StaffPermissions {
    /** To see the pages of staff. */
    read: "accounts";
  }
  interface ApiScopes {
    "account:read": "accounts";
    "account:write": "accounts";
  }
  interface MailKinds {
    invitation: "accounts";
  }
}

export const accounts = {
  name: "accounts",
  retention: [
    async (now) => {
      const where = { createdAt: { lt: addMs(now, -90 * dayMs) }, expiresAt: { lt: now } };
      return (await db().invitation.deleteMany({ where })).count;
    },
  ],
  audit: {
    "account.claimed": { kind: "account", says: "accounts.audit.account.claimed" },
    "account.renamed": { kind: "account", says: "accounts.audit.account.renamed" },
    "invitation.declined": { kind: "account", says: "accounts.audit.invitation.declined" },
    "invitation.revoked": { kind: "account", says: "accounts.audit.invitation.revoked" },
    "invitation.sent": { kind: "account", says: "accounts.audit.invitation.sent" },
    "membership.chosen": { kind: "account", says: "accounts.audit.membership.chosen" },
    "membership.joined": { kind: "account", says: "accounts.audit.membership.joined" },
    "user.created": { kind: "account", says: "accounts.audit.user.created" },
    "user.email_verified": { kind: "account", says: "accounts.audit.user.email_verified" },
    "user.staff_role_set": { kind: "account", says: "accounts.audit.user.staff_role_set" },
    "user.updated": { kind: "account", says: "accounts.audit.user.updated" },
  },
  actorNames: { staff: nameUsers, customer: nameUsers },
  permissions: { read: staffRoles },
  scopes: { "account:read": "Read the account's profile.", "account:write": "Change names and language." },
  mails: { invitation: "transactional" },
  navigation: [
    { area: "account", href: "/account/members", label: "portal.nav.members", order: 60 },
    { area: "account", href: "/account/settings", label: "portal.nav.settings", order: 70 },
  ],
} as const satisfies Module;

/** What staff are shown of people who acted: their names, or their addresses where they gave none. */
async function nameUsers(ids: string[]): Promise<Map<string, string>> {
  const people = await db().user.findMany({
    where: { id: { in: ids } },
    select: { id: true, name: true, email: true },
  });
  return new Map(people.map(({ id, name, email }) => [id, name ?? email]));
}
