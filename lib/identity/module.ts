import { addMs, dayMs } from "@/lib/core/time";
import { sweepAbandonedDevices } from "@/lib/identity/internal/devices/abandoned-devices";
import { forgetRetiredKeys, rotateAgedKeys } from "@/lib/identity/keys";
import { db } from "@/lib/platform/db";
import type { Module } from "@/lib/platform/module";

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
} as const satisfies Module;
