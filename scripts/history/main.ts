import { existsSync, renameSync, rmSync } from "node:fs";
import { importFromStripe } from "@/lib/billing/import-from-stripe";
import { closeDatabase } from "@/lib/platform/db";
import { stripe } from "@/lib/platform/stripe";
import { readOptions } from "../process/read-options";
import { borrowSandbox } from "./borrow-sandbox";
import { controlClock } from "./control-clock";
import { planHistory } from "./plan-history";
import { playHistory } from "./play-history";

/**
 * Fills the state file of a local Stripe with a made-up year, or with `--import` brings what it holds in as a host with
 * customers would, while no app runs. STRIPE_API_BASE names the sandbox's port, as it does for the app.
 */
const options = readOptions({
  state: { type: "string", default: "" },
  port: { type: "string", default: "" },
  customers: { type: "string", default: "250" },
  seed: { type: "string", default: "2026" },
  import: { type: "boolean", default: false },
});
const port = Number(options.port);

if (options.import) await importState();
else if (!existsSync(options.state)) await makeState();
process.exit();

async function makeState(): Promise<void> {
  // Made under another name, so that a run that was stopped leaves nothing that looks finished.
  const making = `${options.state}.making`;
  rmSync(making, { force: true });
  const seed = Number(options.seed);
  const history = planHistory({ seed, now: new Date(), customers: Number(options.customers) });
  await borrowSandbox({ stateFile: making, port, start: history.startsAt }, async (url) => {
    const clock = controlClock(url);
    await playHistory(history, { stripe: stripe(), clock, onMonth: (month) => console.log(month) });
    await clock.moveTo(new Date());
  });
  renameSync(making, options.state);
}

async function importState(): Promise<void> {
  await borrowSandbox({ stateFile: options.state, port }, async () => {
    const onProgress = ({ customersSeen }: { customersSeen: number }) => console.log(`${customersSeen} customers`);
    const run = await importFromStripe({ leaseMs: 2_000, onProgress });
    if (run.customersSkipped > 0)
      throw new Error(`${run.customersSkipped} customers were left alone: ${run.lastError}`);
  });
  await closeDatabase();
}
