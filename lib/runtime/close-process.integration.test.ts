import pg from "pg";
import { expect, test } from "vitest";
import { env } from "@/lib/platform/env";
import { recordRefusal } from "@/lib/platform/refusals";
import { closeProcess } from "@/lib/runtime/close-process";

test("a process that ends writes the refusals that it has gathered", async () => {
  recordRefusal({ kind: "token_invalid", where: "GET /v1/last", detail: "The token is not one of ours." });
  await closeProcess();
  const client = new pg.Client({ connectionString: env().DATABASE_URL });
  await client.connect();
  const { rows } = await client.query("select count from refusal where \"where\" = 'GET /v1/last'");
  await client.end();
  expect(rows).toEqual([{ count: 1 }]);
});
