import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { findStripeProblem, lookAtStripe } from "@/lib/billing/stripe-problem";
import { metricsText } from "@/lib/platform/metrics";
import { stripe } from "@/lib/platform/stripe";
import { type BillingWorld, startBillingWorld, type Verdict } from "@/tests/billing-world";

let world: BillingWorld;

beforeAll(async () => {
  world = await startBillingWorld({ webhooks: false });
});
afterEach(() => world.calm());
afterAll(() => world.stop());

async function looked(): Promise<[problem: string | null, series: string[]]> {
  await lookAtStripe();
  const { text } = await metricsText();
  const series = [...text.matchAll(/^gatehouse_stripe_problem\{problem="(\w+)"\} (\d)$/gm)];
  return [findStripeProblem(), series.map(([, problem, value]) => `${problem} ${value}`)];
}

test("a key that works and a catalogue that was applied are no problem, and each problem has its series at 0", async () => {
  expect(await looked()).toEqual([null, ["key_refused 0", "catalog_differs 0", "unreachable 0"]]);
});

test.each<[string, Verdict, string]>([
  ["a key that Stripe does not know", { status: 401, type: "invalid_request_error" }, "key_refused"],
  ["a key that may not read the catalogue", { status: 403, type: "invalid_request_error" }, "key_refused"],
  ["a Stripe that can't be reached", "down", "unreachable"],
])("%s is reported, and no request waits for it", async (_what, verdict, problem) => {
  world.network.before = () => verdict;
  const [found, series] = await looked();
  expect(found).toBe(problem);
  expect(series).toContain(`${problem} 1`);
  world.calm();
  expect((await looked())[0]).toBeNull();
});

test("a price that can't be bought at Stripe is told until the catalogue is applied", async () => {
  const { data } = await stripe().prices.list({ lookup_keys: ["pro_monthly_eur"] });
  const id = data[0]?.id ?? "";
  await stripe().prices.update(id, { active: false });
  expect((await looked())[0]).toBe("catalog_differs");
  await stripe().prices.update(id, { active: true });
  expect((await looked())[0]).toBeNull();
});
