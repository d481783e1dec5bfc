import { recordUsage } from "@/lib/entitlements/record-usage";
import { recordUsageInput, usageAnswer } from "@/lib/entitlements/schemas";
import { bearer } from "@/lib/entry/access";
import { route } from "@/lib/entry/route";

export const POST = route({
  method: "POST",
  path: "/api/v1/usage",
  summary: "Counts the use of a metered feature, once per Idempotency-Key.",
  allow: bearer("usage:write"),
  mutates: true,
  input: recordUsageInput,
  output: usageAnswer,
  run: ({ actor: { accountId, userId, deviceId }, input, idempotencyKey }) =>
    recordUsage({ ...input, accountId, userId, deviceId, idempotencyKey }),
});
