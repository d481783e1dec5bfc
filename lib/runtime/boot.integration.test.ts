import { beforeAll, expect, test } from "vitest";
import { lookAtStripe } from "@/lib/billing/stripe-problem";
import { db } from "@/lib/platform/db";
import { boot } from "@/lib/runtime/boot";
import { metrics, readyz } from "@/lib/runtime/probes";

beforeAll(async () => {
  await db().instance.upsert({ where: { id: 1 }, create: { id: 1, mode: "test" }, update: {} });
});

test("a process that has started can sign leases, and is ready although Stripe does not answer, which its metrics tell", async () => {
  await boot();
  expect(await db().leaseKeySet.count()).toBe(1);
  await lookAtStripe();
  const ready = await readyz(new Request("http://127.0.0.1/readyz"));
  expect(ready.status).toBe(200);
  expect(JSON.stringify(await ready.json())).not.toContain("tripe");
  const text = await (await metrics(new Request("http://127.0.0.1/metrics"))).text();
  expect(text).toContain('gatehouse_stripe_problem{problem="unreachable"} 1');
  for (const outbox of ["inbox", "money", "mail"]) {
    for (const figure of ["oldest_seconds", "due", "dead"]) {
      expect(text).toContain(`gatehouse_outbox_${figure}{outbox="${outbox}"} 0`);
    }
  }
});

test.each(["current", "next"] as const)("a process whose %s signing key is broken does not start", async (state) => {
  const where = { purpose: "lease", state } as const;
  const key = await db().signingKey.findFirstOrThrow({ where });
  const other = await db().signingKey.findFirstOrThrow({ where: { purpose: "token", state } });
  const put = (privateJwkSealed: string) =>
    db().signingKey.update({ where: { kid: key.kid }, data: { privateJwkSealed } });
  await put(other.privateJwkSealed);
  await expect(boot()).rejects.toThrow(`The signing key ${key.kid} (lease) is broken`);
  await put(key.privateJwkSealed);
  await boot();
});
