import type { CaptureResult } from "posthog-js";
import { expect, test } from "vitest";
import { toCountedVisit } from "@/components/telemetry/counted-visit";

const visit = (path: string, more: object = {}): CaptureResult => ({
  uuid: "0001",
  event: "$pageview",
  properties: {
    token: "phc_test",
    distinct_id: "random",
    $current_url: `https://gatehouse.test${path}`,
    $pathname: path.split("?")[0],
    $referrer: "https://gatehouse.test/sign-in/confirm?token=s3cret",
    $session_entry_url: "https://gatehouse.test/sign-in/confirm?token=s3cret",
    ...more,
  },
  $set_once: { $initial_current_url: "https://gatehouse.test/sign-in/confirm?token=s3cret" },
});

test("of a visit only the page is told, not how somebody came there nor what stands behind its question mark", () => {
  const sent = toCountedVisit(visit("/pricing?email=ada@example.com#team"));
  expect(sent?.properties.$current_url).toBe("https://gatehouse.test/pricing");
  expect(JSON.stringify(sent)).not.toMatch(/s3cret|ada@example/);
});

test("a visit of a page whose address can hold a token is not told, also when it follows another", () => {
  expect(toCountedVisit(visit("/sign-in/confirm?token=s3cret"))).toBeNull();
  expect(toCountedVisit(visit("/nl/mail-address/undo?token=s3cret"))).toBeNull();
});

test.each(["$autocapture", "$pageleave", "$web_vitals", "$exception", "$identify"])("%s is not sent", (event) => {
  expect(toCountedVisit({ ...visit("/pricing"), event })).toBeNull();
});

test("a visit without an address is not sent", () => {
  expect(toCountedVisit(visit("/pricing", { $current_url: undefined }))).toBeNull();
  expect(toCountedVisit(null)).toBeNull();
});
