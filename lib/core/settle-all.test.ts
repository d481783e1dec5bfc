import { expect, test } from "vitest";
import { settleAll } from "@/lib/core/settle-all";

test("whoever is told that one failed finds none of the others still running", async () => {
  let hasEnded = false;
  const late = new Promise<void>((resolve) => setImmediate(resolve)).then(() => {
    hasEnded = true;
  });
  await expect(settleAll([Promise.reject(new Error("the first one")), late])).rejects.toThrow("the first one");
  expect(hasEnded).toBe(true);
});

test("what all of them came to is given in their order", async () => {
  expect(await settleAll([Promise.resolve(1), Promise.resolve("two")])).toEqual([1, "two"]);
});
