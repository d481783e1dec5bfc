import Stripe from "stripe";
import { expect, test } from "vitest";
import { secretsAt, sign } from "./sign";

const payload = JSON.stringify({ id: "evt_1", object: "event" });
const verify = (header: string, secret: string) => Stripe.webhooks.constructEvent(payload, header, secret).id;

test("while a secret is rolled both the old and the new one verify, and afterwards only the new one", () => {
  const known = { id: "we_1", secret: "whsec_new", previous: [{ secret: "whsec_old", expiresAtMs: 1_000 }] };
  const now = Math.floor(Date.now() / 1_000);
  const during = sign(payload, secretsAt(known, 999), now);
  expect([verify(during, "whsec_new"), verify(during, "whsec_old")]).toEqual(["evt_1", "evt_1"]);
  const after = sign(payload, secretsAt(known, 1_000), now);
  expect(verify(after, "whsec_new")).toBe("evt_1");
  expect(() => verify(after, "whsec_old")).toThrow();
});
