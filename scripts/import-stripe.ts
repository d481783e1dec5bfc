import { importFromStripe } from "@/lib/billing/import-from-stripe";
import { describeError } from "@/lib/core/errors";
import { asJob, closeDatabase } from "@/lib/platform/db";
import { readOptions } from "./process/read-options";

/**
 * `npm run import:stripe`: brings in every customer that the Stripe account already holds. Safe to stop and to repeat.
 * `-- --json` prints one object a line; `--lease SECONDS` is how long a start waits for one that was killed.
 */
const options = readOptions({ json: { type: "boolean", default: false }, lease: { type: "string", default: "15" } });
const stop = new AbortController();
for (const name of ["SIGINT", "SIGTERM"] as const) process.once(name, () => stop.abort());

const say = (line: string, facts: object) => console.log(options.json ? JSON.stringify(facts) : line);

try {
  const run = await asJob(() =>
    importFromStripe({
      leaseMs: Number(options.lease) * 1000,
      signal: stop.signal,
      onProgress: ({ customersSeen, accountsOpened, accountsAdopted, customersSkipped }) =>
        say(
          `${customersSeen} customers: ${accountsOpened} opened, ${accountsAdopted} known, ${customersSkipped} left alone`,
          {
            ...{ type: "progress", customersSeen, accountsOpened, accountsAdopted, customersSkipped },
          },
        ),
      onLeftAlone: ({ stripeCustomerId, reason, failed }) =>
        say(`! ${stripeCustomerId} ${failed ? "failed" : "was skipped"}: ${reason}`, {
          ...{ type: "left_alone", stripeCustomerId, reason, failed },
        }),
      onWait: (ms) => say(`Stripe asks us to slow down: waiting ${ms / 1000} s`, { type: "wait", ms }),
    }),
  );
  const { state, customersSeen, accountsOpened, accountsAdopted, customersSkipped } = run;
  say(
    state === "finished"
      ? `Done: ${customersSeen} customers, ${accountsOpened} accounts opened, ${accountsAdopted} were here, ${customersSkipped} left alone (the audit log says why).`
      : "Stopped. Start again to go on from here.",
    { type: state, customersSeen, accountsOpened, accountsAdopted, customersSkipped },
  );
} catch (error) {
  console.error(`The import stopped: ${describeError(error)} Start it again to go on from here.`);
  process.exitCode = 1;
}
await closeDatabase();
