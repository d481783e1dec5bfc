import { expect, test } from "vitest";
import { POST } from "@/app/(site)/language/route";
import { db } from "@/lib/platform/db";
import { env } from "@/lib/platform/env";

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
  expect(await db().refusal.findFirst({ where: { where: "/language", kind } })).not.toBeNull();
});
