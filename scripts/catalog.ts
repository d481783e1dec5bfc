import { applyCatalog, describeCatalogStep, planCatalog } from "../lib/billing/catalog-sync";
import { describeError } from "../lib/core/errors";
import { EnvError } from "../lib/platform/env";

// npm run catalog -- plan    shows how Stripe differs from lib/catalog
// npm run catalog -- apply   makes Stripe the same; a second run finds nothing to do

const [command] = process.argv.slice(2);
if (command !== "plan" && command !== "apply") {
  console.error("Usage: npm run catalog -- plan|apply");
  process.exit(2);
}

try {
  report(command === "plan" ? await planCatalog() : await applyCatalog());
} catch (error) {
  // What was done before stays done; the next run finds only the rest.
  console.error(
    error instanceof EnvError ? error.message : `Stripe could not be read or written. ${describeError(error)}`,
  );
  process.exitCode = 1;
}

function report({ steps, problems }: Awaited<ReturnType<typeof planCatalog>>): void {
  for (const problem of problems) console.error(`! ${problem}`);
  for (const step of steps) console.log(`  ${describeCatalogStep(step)}`);
  if (problems.length > 0) {
    console.error("Nothing was changed.");
    process.exitCode = 1;
  } else if (steps.length === 0) {
    console.log("Stripe holds the catalogue: nothing to do.");
  } else {
    console.log(
      command === "plan" ? `${steps.length} to do; write it with: npm run catalog -- apply` : `${steps.length} done.`,
    );
  }
}
