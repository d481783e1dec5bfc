import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startSandbox } from "../testing/start-sandbox";
import { judgeTrigger } from "./judge-trigger";
import { runCli } from "./run-cli";
import { SignedEvents } from "./signed-events";
import { judgedTriggers } from "./triggers";

const secret = "whsec_sandbox_judge";
/** Each runs its triggers one after another in a sandbox of its own, so that every event has one possible cause. */
const lanes = 4;

export type Verdict = { trigger: string; problem: string | null; seconds: number };

/**
 * Lets Stripe's own CLI judge the sandbox: every trigger must exit with 0 and its event must arrive, correctly signed,
 * with its object in the right state. `only` picks one trigger by name; `onVerdict` hears of each as it is reached.
 */
export async function runJudge(options: { only?: string; onVerdict?: (verdict: Verdict) => void }): Promise<Verdict[]> {
  const home = await mkdtemp(join(tmpdir(), "sandbox-judge-"));
  try {
    const { output } = await runCli(["trigger", "--help"], home);
    const all = judgedTriggers(output);
    if (all.length === 0) throw new Error(`The CLI lists no triggers: ${output.slice(0, 500)}`);
    const triggers = options.only ? all.filter((name) => name === options.only) : all;
    if (triggers.length === 0) throw new Error(`${options.only} is not among the ${all.length} judged triggers`);
    const waiting = [...triggers];
    const verdicts: Verdict[] = [];
    const next = () => waiting.shift();
    const report = (verdict: Verdict) => {
      verdicts.push(verdict);
      options.onVerdict?.(verdict);
    };
    await Promise.all(Array.from({ length: Math.min(lanes, triggers.length) }, () => runLane(home, next, report)));
    return verdicts.sort((a, b) => triggers.indexOf(a.trigger) - triggers.indexOf(b.trigger));
  } finally {
    await rm(home, { recursive: true, force: true });
  }
}

async function runLane(
  home: string,
  next: () => string | undefined,
  report: (verdict: Verdict) => void,
): Promise<void> {
  const events = await SignedEvents.listen(secret);
  const sandbox = await startSandbox({ webhook: { url: events.url, secret } });
  try {
    for (let trigger = next(); trigger !== undefined; trigger = next()) {
      const startedAt = performance.now();
      const problem = await judgeTrigger(trigger, { sandbox, events, home });
      await sandbox.deliveriesSettled();
      report({ trigger, problem, seconds: (performance.now() - startedAt) / 1_000 });
    }
  } finally {
    await sandbox.stop();
    await events.stop();
  }
}
