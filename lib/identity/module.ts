import { addMs, dayMs } from "@/lib/core/time";
import { sweepAbandonedDevices } from "@/lib/identity/internal/devices/abandoned-devices";
import { forgetRetiredKeys, rotateAgedKeys } from "@/lib/identity/keys";
import { db } from "@/lib/platform/db";
import type { Module } from "@/lib/platform/module";

declare module "@/lib/platform/module" {
  interface AuditActions {
    "device.connected": "identity";
    "device.revoked": "identity";
    "membership.left": "identity";
    "membership.removed": "identity";
    "session.created": "identity";
    "session.ended": "identity";
    "signing_key.created": "identity";
    "signing_key.rotated": "identity";
    "signing_key.withdrawn": "identity";
    "user.access_revoked": "identity";
    "user.email_change_cancelled": "identity";
    "user.email_change_requested": "identity";
    "user.email_changed": "identity";
    "user.email_restored": "identity";
    "user.sign_in_linked": "identity";
  }
  interface StaffPermissions {
    /** Disconnect a device, and sign a person out everywhere. */
    "customer.access": "identity";
  }
  interface MailKinds {
    "sign-in": "identity";
    "address-change": "identity";
    "address-changed": "identity";
    "address-restored": "identity";
    "address-taken": "identity";
  }
}

/** An open browser uses a refresh token up every hour. They are kept as long as a copy may plausibly turn up and end the connection. */
const usedTokensKeptMs = 30 * dayMs;

export const identity = {
  name: "identity",
  retention: [
    async (now) => (await db().session.deleteMany({ where: { expiresAt: { lt: now } } })).count,
    async (now) => (await db().oneTimeToken.deleteMany({ where: { expiresAt: { lt: now } } })).count,
    async (now) => (await db().signInChallenge.deleteMany({ where: { createdAt: { lt: addMs(now, -dayMs) } } })).count,
    async (now) =>
      (await db().emailChangeRequest.deleteMany({ where: { createdAt: { lt: addMs(now, -dayMs) } } })).count,
    async (now) => (await db().emailChange.deleteMany({ where: { undoUntil: { lt: now } } })).count,
    async (now) => (await db().oidcArtifact.deleteMany({ where: { expiresAt: { lt: now } } })).count,
    async (now) => {
      const before = { lt: addMs(now, -usedTokensKeptMs) };
      return (await db().oidcArtifact.deleteMany({ where: { consumedAt: before, createdAt: before } })).count;
    },
    () => rotateAgedKeys(),
    () => forgetRetiredKeys(),
    () => sweepAbandonedDevices(),
  ],
  audit: {
    "device.connected": { kind: "device", says: "identity.audit.device.connected" },
    "device.revoked": { kind: "device", says: "identity.audit.device.revoked" },
    "membership.left": { kind: "account", says: "identity.audit.membership.left" },
    "membership.removed": { kind: "account", says: "identity.audit.membership.removed" },
    "session.created": { kind: "account", says: "identity.audit.session.created" },
    "session.ended": { kind: "account", says: "identity.audit.session.ended" },
    "signing_key.created": { kind: "service", says: "identity.audit.signing_key.created" },
    "signing_key.rotated": { kind: "service", says: "identity.audit.signing_key.rotated" },
    "signing_key.withdrawn": { kind: "service", says: "identity.audit.signing_key.withdrawn" },
    "user.access_revoked": { kind: "account", says: "identity.audit.user.access_revoked" },
    "user.email_change_cancelled": { kind: "account", says: "identity.audit.user.email_change_cancelled" },
    "user.email_change_requested": { kind: "account", says: "identity.audit.user.email_change_requested" },
    "user.email_changed": { kind: "account", says: "identity.audit.user.email_changed" },
    "user.email_restored": { kind: "account", says: "identity.audit.user.email_restored" },
    "user.sign_in_linked": { kind: "account", says: "identity.audit.user.sign_in_linked" },
  },
  actorNames: {
    device: async (ids) => {
      const devices = await db().device.findMany({ where: { id: { in: ids } }, select: { id: true, name: true } });
      return new Map(devices.map(({ id, name }) => [id, name]));
    },
  },
  permissions: { "customer.access": ["support", "operator", "admin"] },
  mails: {
    "sign-in": "transactional",
    "address-change": "transactional",
    "address-changed": "service",
    "address-restored": "service",
    "address-taken": "transactional",
  },
  navigation: [{ area: "account", href: "/account/devices", label: "portal.nav.devices", order: 50 }],
} as const satisfies Module;
