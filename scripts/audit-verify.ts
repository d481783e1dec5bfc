import { compactVerify, createLocalJWKSet } from "jose";
import { verifyAuditChain } from "@/lib/audit/verify";
import { publicJwks } from "@/lib/identity/keys";
import { asJob, closeDatabase } from "@/lib/platform/db";

/** `npm run audit:verify`: recomputes the audit chain and says whether it holds; exits non-zero where it breaks. */
const keys = createLocalJWKSet(await publicJwks("audit"));
const verdict = await asJob(() =>
  verifyAuditChain(async (hash, signature) => {
    const { payload } = await compactVerify(signature, keys);
    return new TextDecoder().decode(payload) === hash;
  }),
);
console.log(
  verdict.intact
    ? `The audit chain is intact: ${verdict.records} records under ${verdict.seals} seals.`
    : `The audit chain breaks at seal ${verdict.sequence}: ${verdict.problem}.`,
);
process.exitCode = verdict.intact ? 0 : 1;
await closeDatabase();
