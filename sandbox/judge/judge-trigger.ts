import type Stripe from "stripe";
import type { RunningSandbox } from "../testing/start-sandbox";
import { expectedEvents } from "./expected-events";
import { findDifference } from "./find-difference";
import { runCli } from "./run-cli";
import type { SignedEvents } from "./signed-events";

/** Some things take a moment of business time: a direct debit that comes through, a test clock that advances. */
const patienceMs = 8_000;

/** Runs one trigger. Returns what is wrong with its outcome, or null when everything is as Stripe would have it. */
export async function judgeTrigger(
  trigger: string,
  { sandbox, events, home }: { sandbox: RunningSandbox; events: SignedEvents; home: string },
): Promise<string | null> {
  const expected = expectedEvents[trigger];
  if (!expected) return "nobody said what to expect of it";
  events.forget();
  const args = ["trigger", trigger, "--api-base", sandbox.url, "--api-key", "sk_test_sandbox_judge"];
  const { exitCode, output } = await runCli(args, home);
  if (exitCode !== 0) return `exit ${exitCode}: ${reasonIn(output)}`;
  const name = expected.event ?? trigger;
  const verdict = (event: Stripe.Event) =>
    event.type !== name
      ? "of another name"
      : (findDifference(expected.object, event.data.object) ??
        findDifference(expected.previous ?? {}, event.data.previous_attributes ?? {}, "previous_attributes"));
  const isHere = () =>
    events.firstBadSignature() !== null || events.received().some((event) => verdict(event) === null);
  if (await events.waitFor(isHere, patienceMs)) return events.firstBadSignature();
  const named = events.received().filter((event) => event.type === name);
  const [last] = named.slice(-1);
  return last ? `${name} came with ${verdict(last)}` : `${name} did not arrive (${listOf(events.received())} did)`;
}

/** The line that tells why: the CLI prints Stripe's error as JSON, else what it tried last. */
function reasonIn(output: string): string {
  const message = /"message": "((?:[^"\\]|\\.)*)"/.exec(output)?.[1];
  const lines = output.trim().split("\n");
  const step = lines.filter((line) => line.startsWith("Running fixture for: ")).at(-1);
  return [step?.replace("Running fixture for: ", "at "), message ?? lines.at(-1)]
    .filter(Boolean)
    .join(": ")
    .slice(0, 300);
}

function listOf(events: Stripe.Event[]): string {
  return events.map((event) => event.type).join(", ") || "nothing";
}
