import { randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import { addMs, dayMs } from "@/lib/core/time";
import { getDecisions } from "@/lib/entitlements/get-entitlements";
import { grantPlan } from "@/lib/entitlements/grants";
import { issueLease } from "@/lib/entitlements/issue-lease";
import { listLeases } from "@/lib/entitlements/list-leases";
import { disconnectDevice } from "@/lib/identity/devices";
import { clock, setClockOffset } from "@/lib/platform/clock";
import { transaction } from "@/lib/platform/db";
import { signInDevice } from "@/tests/device-access";

const staff = { kind: "staff", userId: "00000000-0000-0000-0000-000000000001", role: "admin" } as const;
const newDevice = () => signInDevice({ deviceKey: randomBytes(32).toString("base64url") });
const shown = async (accountId: string) => listLeases(accountId, await getDecisions(accountId));

test("staff see what a device was told, and why its next contact will tell it something else", async () => {
  const device = await newDevice();
  const { accountId } = device;
  expect(await shown(accountId)).toMatchObject([{ hasKey: true, lease: null }]);
  await issueLease(device);
  const locked = { plan: "free", features: { advanced_audio: { active: false, reason: "no_subscription" } } };
  expect(await shown(accountId)).toMatchObject([
    { lease: { cause: "first", replacedFor: null, hasStopped: false, says: locked } },
  ]);
  await transaction((tx) =>
    grantPlan(tx, { actor: staff, accountId, plan: "pro", reason: "a test", endsAt: addMs(clock.now(), 9 * dayMs) }),
  );
  expect(await shown(accountId)).toMatchObject([{ lease: { replacedFor: "changed", says: locked } }]);
  await issueLease(device);
  expect(await shown(accountId)).toMatchObject([
    { lease: { cause: "changed", replacedFor: null, says: { plan: "pro", status: "granted" } } },
  ]);
});

test("a disconnected device is shown for as long as its lease may still be believed offline", async () => {
  const device = await newDevice();
  const { accountId, deviceId, userId } = device;
  await issueLease(device);
  await disconnectDevice({ deviceId, accountId, actor: { kind: "customer", userId, accountId } });
  expect(await shown(accountId)).toMatchObject([{ id: deviceId, revokedAt: expect.any(Date) }]);
  setClockOffset(2 * dayMs);
  expect(await shown(accountId)).toEqual([]);
  setClockOffset(0);
});

test("a device without a key is shown as one that gets no lease", async () => {
  const { accountId } = await signInDevice();
  expect(await shown(accountId)).toMatchObject([{ hasKey: false, lease: null }]);
});
