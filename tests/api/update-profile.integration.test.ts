import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { GET as getAccount, PATCH as updateAccount } from "@/app/api/v1/account/route";
import { findFastRoute } from "@/app/surface";
import { db } from "@/lib/platform/db";
import { type DeviceAccess, signInDevice } from "@/tests/device-access";

const scope = "account:read account:write";

function patch({ token }: DeviceAccess, body: unknown, key: string | null = randomUUID()): Promise<Response> {
  const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
  return updateAccount(
    new Request("http://127.0.0.1:3000/api/v1/account", {
      method: "PATCH",
      headers: { ...headers, ...(key && { "idempotency-key": key }) },
      body: JSON.stringify(body),
    }),
  );
}

const read = async ({ token }: DeviceAccess) =>
  (
    await getAccount(
      new Request("http://127.0.0.1:3000/api/v1/account", { headers: { authorization: `Bearer ${token}` } }),
    )
  ).json();

test("names and language are changed where they are given and stay where they are not; each change is audited", async () => {
  const device = await signInDevice({ scope });
  const answer = await patch(device, { name: " The Print Shop ", user: { name: "Ada", locale: "nl" } });
  expect(await answer.json()).toMatchObject({ name: "The Print Shop", user: { name: "Ada", locale: "nl" } });
  await patch(device, { user: { name: "" } });
  expect(await read(device)).toMatchObject({ name: "The Print Shop", user: { name: null, locale: "nl" } });
  const audited = await db().auditRecord.findMany({ where: { actorId: device.deviceId }, orderBy: { at: "asc" } });
  expect(audited.map(({ action }) => action)).toEqual(["account.renamed", "user.updated", "user.updated"]);
});

test("a repeat under the same key changes nothing again; without a key nothing is changed", async () => {
  const device = await signInDevice({ scope });
  const key = randomUUID();
  const first = await (await patch(device, { name: "One" }, key)).text();
  await patch(device, { name: "Two" });
  expect(await (await patch(device, { name: "One" }, key)).text()).toBe(first);
  expect((await patch(device, { name: "Three" }, null)).status).toBe(400);
  expect(await read(device)).toMatchObject({ name: "Two" });
});

test.each([
  [{ name: "Win at https://example.com" }, 400],
  [{ name: "two\nlines" }, 400],
  [{ name: "evil.com/claim" }, 400],
  [{ name: "x@evil.com" }, 400],
  [{ user: { name: "moc.live\u202e" } }, 400],
  [{ user: { name: "ev\u200bil" } }, 400],
  [{ name: "half a character \ud83d" }, 400],
  [{ name: "x".repeat(61) }, 400],
  [{ user: { locale: "xx" } }, 400],
  [{ email: "other@example.com" }, 400],
])("%j is refused", async (body, status) => {
  const device = await signInDevice({ scope });
  expect((await patch(device, body)).status).toBe(status);
});

test("a token that may only read changes nothing, and a member does not rename the account of somebody else", async () => {
  const reader = await signInDevice();
  expect((await patch(reader, { name: "Mine" })).status).toBe(403);
  const member = await signInDevice({ scope });
  await db().membership.updateMany({ where: { userId: member.userId }, data: { role: "member" } });
  expect((await patch(member, { name: "Mine" })).status).toBe(403);
  expect((await patch(member, { user: { name: "Bo" } })).status).toBe(200);
});

test("the fast lane serves it", () => {
  expect(findFastRoute("PATCH", "/api/v1/account")).toBe(updateAccount);
});
