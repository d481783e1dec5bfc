import { expect, test } from "vitest";
import { expectedEvents } from "../judge/expected-events";
import { runJudge } from "../judge/run-judge";

test("Stripe's own CLI finds every trigger come out as with Stripe", { timeout: 300_000 }, async () => {
  const verdicts = await runJudge({});
  expect(verdicts.filter(({ problem }) => problem !== null)).toEqual([]);
  expect(verdicts.map(({ trigger }) => trigger).sort()).toEqual(Object.keys(expectedEvents).sort());
});
