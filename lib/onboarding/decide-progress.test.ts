import { expect, test } from "vitest";
import { decideProgress, type OnboardingFacts } from "@/lib/onboarding/decide-progress";

const at = new Date("2026-11-22T10:00:00Z");
const open = { doneAt: null, skippedAt: null };
const facts = (changes: Partial<OnboardingFacts> = {}): OnboardingFacts => ({
  plan: open,
  connect: open,
  use: open,
  dismissedAt: null,
  ...changes,
});

test("whoever has just arrived begins with the plan and is shown the list", () => {
  expect(decideProgress(facts())).toEqual({
    steps: { plan: "open", connect: "open", use: "open" },
    doneCount: 0,
    next: "plan",
    isFinished: false,
    isListed: true,
  });
});

test("the next step is the first that is open, also when a later one is done", () => {
  const progress = decideProgress(facts({ connect: { doneAt: at, skippedAt: null } }));
  expect(progress).toMatchObject({ next: "plan", doneCount: 1 });
});

test("a step that is done counts as done, whether or not it was skipped before", () => {
  const progress = decideProgress(facts({ plan: { doneAt: at, skippedAt: at } }));
  expect(progress).toMatchObject({ steps: { plan: "done" }, doneCount: 1, next: "connect" });
});

test("nothing is left when each step is done or skipped, and the list goes away", () => {
  const progress = decideProgress(
    facts({
      plan: { doneAt: at, skippedAt: null },
      connect: { doneAt: at, skippedAt: null },
      use: { doneAt: null, skippedAt: at },
    }),
  );
  expect(progress).toMatchObject({ next: null, isFinished: true, doneCount: 2, isListed: false });
});

test("a list that was put away stays away, and the steps stay where they are", () => {
  expect(decideProgress(facts({ dismissedAt: at }))).toMatchObject({ isListed: false, next: "plan" });
});
