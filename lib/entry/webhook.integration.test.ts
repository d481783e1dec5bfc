import { expect, test } from "vitest";
import { stripeWebhook } from "@/lib/entry/webhook";
import { db } from "@/lib/platform/db";
import { delivery } from "@/tests/billing-world";
import { writtenRefusals } from "@/tests/written-refusals";

const body = JSON.stringify({
  id: "evt_forged",
  object: "event",
  type: "invoice.paid",
  created: 1,
  livemode: false,
  api_version: null,
  data: { object: { object: "invoice", customer: "cus_1" } },
});
const tenMinutesAgo = () => Math.floor(Date.now() / 1000) - 600;

test.each<[string, () => Request, number, string]>([
  ["without a signature", () => delivery(body, { header: null }), 400, "signature_invalid"],
  ["with an empty signature", () => delivery(body, { header: "" }), 400, "signature_invalid"],
  [
    "with a forged signature",
    () => delivery(body, { header: `t=${tenMinutesAgo() + 600},v1=${"0".repeat(64)}` }),
    400,
    "signature_invalid",
  ],
  ["signed with another secret", () => delivery(body, { secret: "whsec_another" }), 400, "signature_invalid"],
  ["signed ten minutes ago", () => delivery(body, { timestamp: tenMinutesAgo() }), 400, "signature_invalid"],
  [
    "signed, but about real money",
    () => delivery(body.replace('"livemode":false', '"livemode":true')),
    400,
    "invalid_request",
  ],
  ["signed, but no JSON", () => delivery("hello"), 400, "invalid_request"],
  ["signed, but no event", () => delivery("{}"), 400, "invalid_request"],
  [
    "signed, but from after the year 9999",
    () => delivery(body.replace('"created":1', '"created":1e15')),
    400,
    "invalid_request",
  ],
  [
    "signed, but from before 1970",
    () => delivery(body.replace('"created":1', '"created":-1e15')),
    400,
    "invalid_request",
  ],
  [
    "signed, but of a kind that no text column keeps",
    () => delivery(body.replace("invoice.paid", "invoice.\\u0000paid")),
    400,
    "invalid_request",
  ],
  [
    "signed, but with an endless id",
    () => delivery(body.replace("evt_forged", `evt_${"x".repeat(10_000)}`)),
    400,
    "invalid_request",
  ],
  [
    "signed, but of a version that no text column keeps",
    () => delivery(body.replace('"api_version":null', '"api_version":"\\u0000"')),
    400,
    "invalid_request",
  ],
  ["of two megabytes", () => delivery(" ".repeat(2 * 1024 * 1024)), 413, "body_too_large"],
])("a body %s is refused, noted for staff, and stores nothing", async (_title, request, status, code) => {
  const stored = await db().webhookEvent.count();
  const noted = await (await writtenRefusals()).aggregate({
    _sum: { count: true },
    where: { kind: code, where: "/api/webhooks/stripe" },
  });
  const answer = await stripeWebhook(request());
  expect(answer.status).toBe(status);
  expect(answer.headers.get("content-type")).toBe("application/problem+json");
  expect(await answer.json()).toMatchObject({ code, status });
  expect(await db().webhookEvent.count()).toBe(stored);
  const now = await (await writtenRefusals()).aggregate({
    _sum: { count: true },
    where: { kind: code, where: "/api/webhooks/stripe" },
  });
  expect(now._sum.count).toBe((noted._sum.count ?? 0) + 1);
});

test("an event whose customer is no id of Stripe's is kept, without a customer", async () => {
  const odd = body.replace("evt_forged", "evt_odd_customer").replace('"cus_1"', '"cus_\\u0000"');
  expect((await stripeWebhook(delivery(odd))).status).toBe(200);
  const kept = await db().webhookEvent.findUnique({ where: { stripeEventId: "evt_odd_customer" } });
  expect(kept).toMatchObject({ stripeCustomerId: null, state: "ignored", payload: odd });
});

test("a body that never ends is given up after a megabyte, also when it does not say how long it is", async () => {
  let sent = 0;
  const endless = new ReadableStream<Uint8Array>({
    pull: (controller) => {
      sent += 64 * 1024;
      controller.enqueue(new Uint8Array(64 * 1024));
    },
  });
  const request = new Request("http://127.0.0.1/api/webhooks/stripe", {
    method: "POST",
    body: endless,
    duplex: "half",
  } as RequestInit);
  expect((await stripeWebhook(request)).status).toBe(413);
  expect(sent).toBeLessThan(1.5 * 1024 * 1024);
});
