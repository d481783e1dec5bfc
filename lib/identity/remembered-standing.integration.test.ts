import { afterAll, beforeAll, expect, test } from "vitest";
import { disconnectDevice, revokeAllAccess } from "@/lib/identity/devices";
import { verifyAccessToken } from "@/lib/identity/verify-access-token";
import { listenForChanges, stopListening } from "@/lib/platform/changes";
import { pool, transaction } from "@/lib/platform/db";
import { signInDevice } from "@/tests/device-access";

/* As `verify-access-token`, in a process that remembers: what production does. */
beforeAll(listenForChanges);
afterAll(stopListening);

const verdict = (token: string) =>
  verifyAccessToken(token).then(
    () => "accepted",
    (error) => String(error.code),
  );
const actor = { kind: "system", name: "test" } as const;

test("a remembered device stops at once when it is disconnected", async () => {
  const access = await signInDevice();
  expect(await verdict(access.token)).toBe("accepted");
  await disconnectDevice({ ...access, actor });
  expect(await verdict(access.token)).toBe("device_revoked");
});

test("remembered devices of a person all stop when they are signed out everywhere, and nobody else's", async () => {
  const [access, other] = [await signInDevice(), await signInDevice()];
  expect([await verdict(access.token), await verdict(other.token)]).toEqual(["accepted", "accepted"]);
  await transaction((tx) => revokeAllAccess(tx, { userId: access.userId, actor }));
  expect([await verdict(access.token), await verdict(other.token)]).toEqual(["device_revoked", "accepted"]);
});

test.each([
  ["the device's epoch", `update device set epoch = epoch + 1 where id = $1`, "deviceId"],
  ["the account's end", `update account set "closedAt" = now() where id = $1`, "accountId"],
  ["the device's removal", `delete from device where id = $1`, "deviceId"],
] as const)("what another process changes is heard: %s", async (_what, statement, idOf) => {
  const access = await signInDevice();
  expect(await verdict(access.token)).toBe("accepted");
  await pool().query(statement, [access[idOf]]);
  await expect.poll(() => verdict(access.token)).toBe("device_revoked");
});
