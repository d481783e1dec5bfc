import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { POST as reportStep } from "@/app/api/v1/onboarding/route";
import { clock } from "@/lib/platform/clock";
import { db, transaction } from "@/lib/platform/db";
import { type DeviceAccess, signInDevice } from "@/tests/device-access";

const givePro = (accountId: string) =>
  transaction((tx) =>
    tx.grant.create({ data: { accountId, planKey: "pro", reason: "a test", startsAt: clock.now() } }),
  );

function report(device: DeviceAccess, body: unknown, key: string = randomUUID()) {
  return reportStep(
    new Request("http://127.0.0.1:3000/api/v1/onboarding", {
      method: "POST",
      headers: {
        authorization: `Bearer ${device.token}`,
        "content-type": "application/json",
        ...(key && { "idempotency-key": key }),
      },
      body: JSON.stringify(body),
    }),
  );
}
const used = (feature: string) => ({ step: "premium_used", feature });

test("the extension's first use of what the plan opens ends the last step, and the first one is kept", async () => {
  const device = await signInDevice();
  await givePro(device.accountId);
  const answer = await report(device, used("advanced_audio"));
  expect([answer.status, await answer.json()]).toEqual([
    200,
    { object: "onboarding", steps: { plan: "done", connect: "done", use: "done" }, finished: true },
  ]);
  const first = await db().onboarding.findUniqueOrThrow({ where: { accountId: device.accountId } });
  await report(device, used("workflow_automation"));
  const second = await db().onboarding.findUniqueOrThrow({ where: { accountId: device.accountId } });
  expect(second).toMatchObject({ premiumUsedAt: first.premiumUsedAt, premiumUsedFeature: "advanced_audio" });
});

test("on Free the part of a feature that Free opens counts, and a locked feature does not", async () => {
  const device = await signInDevice();
  const locked = await report(device, used("advanced_audio"));
  expect([locked.status, (await locked.json()).code]).toEqual([403, "not_entitled"]);
  expect(await db().onboarding.count({ where: { accountId: device.accountId } })).toBe(0);
  expect(await (await report(device, used("extended_storage"))).json()).toMatchObject({ steps: { use: "done" } });
});

test("an unknown feature, an unknown step and a missing key are refused as such", async () => {
  const device = await signInDevice();
  const refusals = await Promise.all([
    report(device, used("teleport")),
    report(device, { step: "plan_chosen", feature: "advanced_audio" }),
    report(device, used("extended_storage"), ""),
  ]);
  expect(refusals.map(({ status }) => status)).toEqual([422, 400, 400]);
  const reader = await signInDevice({ scope: "entitlements:read" });
  expect((await report(reader, used("extended_storage"))).status).toBe(403);
});
