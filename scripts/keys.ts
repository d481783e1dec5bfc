import { keyPurposeOf, rotateSigningKeys } from "@/lib/identity/keys";
import { closeDatabase } from "@/lib/platform/db";

/**
 * `npm run keys -- rotate|withdraw PURPOSE`: lets the next key sign before its time. Withdrawing also makes everything that
 * the current one signed worthless, which is what to do when it may have leaked.
 */
const [verb = "", name = ""] = process.argv.slice(2);
const purpose = keyPurposeOf(name);
if (!purpose || purpose === "audit" || !["rotate", "withdraw"].includes(verb)) {
  console.error("Usage: npm run keys -- rotate|withdraw token|lease");
  process.exit(1);
}
const outcome = await rotateSigningKeys(purpose, { isCompromised: verb === "withdraw" });
if (outcome.outcome === "too_early") {
  console.error(
    `The next key has not been published for long enough. Try again after ${outcome.possibleAt.toISOString()}.`,
  );
  process.exitCode = 1;
} else {
  console.log(`${outcome.retiredKid} is ${verb === "withdraw" ? "withdrawn" : "retired"}; ${outcome.kid} signs now.`);
}
await closeDatabase();
