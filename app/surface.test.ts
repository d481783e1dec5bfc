import { expect, test } from "vitest";
import { findFastRoute } from "@/app/surface";

test("a known path with an unknown method is refused as such; an unknown path is left to Next", async () => {
  const refuse = findFastRoute("DELETE", "/healthz");
  const answer = await refuse?.(new Request("http://gatehouse.test/healthz", { method: "DELETE" }));
  expect(answer?.status).toBe(405);
  expect(findFastRoute("GET", "/pricing")).toBeNull();
  expect(findFastRoute("GET", "/constructor")).toBeNull();
});
