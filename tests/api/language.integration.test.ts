import { expect, test } from "vitest";
import { POST } from "@/app/(site)/language/route";
import { env } from "@/lib/platform/env";
import { writtenRefusals } from "@/tests/written-refusals";

const send = (body: string, origin: string) =>
  POST(
    new Request(`${env().GATEHOUSE_URL}/language`, {
      method: "POST",
      headers: { Origin: origin, "Content-Type": "application/x-www-form-urlencoded" },
      body,
    }),
  );

test.each([
  ["from another site", "locale=nl", () => "https://example.com", "cross_site"],
  ["with a body that is too large", `locale=nl&more=${"a".repeat(2_000)}`, () => env().GATEHOUSE_URL, "body_too_large"],
])("a form %s chooses no language and is told to staff", async (_which, body, origin, kind) => {
  const answer = await send(body, origin());
  expect([answer.status, answer.headers.get("Set-Cookie")]).toEqual([303, null]);
  expect(await (await writtenRefusals()).findFirst({ where: { where: "/language", kind } })).not.toBeNull();
});
