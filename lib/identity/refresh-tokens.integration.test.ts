import { expect, test } from "vitest";
import { minuteMs } from "@/lib/core/time";
import { disconnectDevice, revokeDevice } from "@/lib/identity/devices";
import { verifyAccessToken } from "@/lib/identity/verify-access-token";
import { db, transaction } from "@/lib/platform/db";
import { FakeBrowser } from "@/tests/fake-browser";
import { connected, refresh, refusals } from "@/tests/oauth-dance";

test("a refresh gives new tokens, and the next one continues from them", async () => {
  const { body } = await connected();
  const second = await refresh(body.refresh_token);
  expect(second.status).toBe(200);
  const third = await refresh(second.body.refresh_token);
  expect(third.status).toBe(200);
  expect((await verifyAccessToken(third.body.access_token)).scopes).toContain("usage:write");
});

test("a refresh whose answer was lost may be repeated, and the connection goes on from either answer", async () => {
  const { body } = await connected();
  const [lost, again] = await Promise.all([refresh(body.refresh_token), refresh(body.refresh_token)]);
  expect([lost.status, again.status]).toEqual([200, 200]);
  const onward = await refresh(again.body.refresh_token);
  expect(onward.status).toBe(200);
});

test("once a successor was used, the earlier refresh token ends the connection", async () => {
  const { body, facts } = await connected();
  const second = await refresh(body.refresh_token);
  const third = await refresh(second.body.refresh_token);
  expect(await refresh(body.refresh_token)).toMatchObject({ status: 400, body: { error: "invalid_grant" } });
  expect(await refresh(third.body.refresh_token)).toMatchObject({ status: 400 });
  await expect(verifyAccessToken(third.body.access_token)).rejects.toMatchObject({ code: "device_revoked" });
  const device = await db().device.findUniqueOrThrow({ where: { id: facts.deviceId } });
  expect(device.revokedAt).not.toBeNull();
  expect((await refusals("invalid_grant")).map(({ detail }) => detail).join()).toContain("refresh token");
});

test("of two successors only one line goes on: the other one ends the connection", async () => {
  const { body } = await connected();
  const [first, second] = [await refresh(body.refresh_token), await refresh(body.refresh_token)];
  const onward = await refresh(first.body.refresh_token);
  expect(onward.status).toBe(200);
  expect(await refresh(second.body.refresh_token)).toMatchObject({ status: 400 });
  expect(await refresh(onward.body.refresh_token)).toMatchObject({ status: 400 });
});

test("of two successors that are used at the same moment at most one succeeds, and the connection ends", async () => {
  for (let round = 0; round < 8; round += 1) {
    const { body, facts } = await connected();
    const successors = [await refresh(body.refresh_token), await refresh(body.refresh_token)];
    const answers = await Promise.all(successors.map((successor) => refresh(successor.body.refresh_token)));
    expect(answers.filter(({ status }) => status === 200).length).toBeLessThanOrEqual(1);
    for (const answer of answers.filter(({ status }) => status !== 200)) {
      expect(answer).toMatchObject({ status: 400, body: { error: "invalid_grant" } });
    }
    expect((await db().device.findUniqueOrThrow({ where: { id: facts.deviceId } })).revokedAt).not.toBeNull();
  }
});

test("a refresh beside a disconnection is answered, whichever comes first, and the device stays disconnected", async () => {
  for (let round = 0; round < 8; round += 1) {
    const { body, facts, person } = await connected();
    const actor = { kind: "customer", userId: person.id, accountId: facts.accountId } as const;
    const [again] = await Promise.all([
      refresh(body.refresh_token),
      new FakeBrowser().post("/oauth/revoke", { client_id: "extension", token: body.refresh_token }),
      disconnectDevice({ ...facts, actor }),
    ]);
    expect([200, 400]).toContain(again.status);
    await expect(verifyAccessToken(body.access_token)).rejects.toMatchObject({ code: "device_revoked" });
  }
});

test("a refresh token that was used more than a minute ago ends the connection", async () => {
  const { body, facts } = await connected();
  await refresh(body.refresh_token);
  await db().oidcArtifact.updateMany({
    where: { model: "RefreshToken", grantId: facts.deviceId, consumedAt: { not: null } },
    data: { consumedAt: new Date(Date.now() - minuteMs - 1000) },
  });
  expect(await refresh(body.refresh_token)).toMatchObject({ status: 400, body: { error: "invalid_grant" } });
  expect((await db().device.findUniqueOrThrow({ where: { id: facts.deviceId } })).revokedAt).not.toBeNull();
});

test("giving the refresh token back disconnects the device", async () => {
  const { body, facts } = await connected();
  const form = { client_id: "extension", token: body.refresh_token };
  expect((await new FakeBrowser().post("/oauth/revoke", form)).status).toBe(200);
  await expect(verifyAccessToken(body.access_token)).rejects.toMatchObject({ code: "device_revoked" });
  expect((await db().device.findUniqueOrThrow({ where: { id: facts.deviceId } })).revokedAt).not.toBeNull();
});

test("a device that its owner disconnected can't refresh", async () => {
  const { body, facts, person } = await connected();
  const actor = { kind: "customer", userId: person.id, accountId: facts.accountId } as const;
  await transaction((tx) => revokeDevice(tx, { ...facts, actor }));
  expect(await refresh(body.refresh_token)).toMatchObject({ status: 400, body: { error: "invalid_grant" } });
});
