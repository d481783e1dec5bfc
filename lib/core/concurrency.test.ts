import { expect, test } from "vitest";
import { mapConcurrently } from "@/lib/core/concurrency";

const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

test("never more than the concurrency limit are under way, and the results stand in the order of the items", async () => {
  let running = 0;
  let most = 0;
  const numbers = Array.from({ length: 20 }, (_, number) => number);
  const doubled = await mapConcurrently(numbers, 3, async (number) => {
    most = Math.max(most, ++running);
    for (let turns = number % 4; turns >= 0; turns -= 1) await turn();
    running -= 1;
    return number * 2;
  });
  expect([most, running]).toEqual([3, 0]);
  expect(doubled).toEqual(numbers.map((number) => number * 2));
});

test("when one fails, none is begun after it and none is still running when the error arrives", async () => {
  const begun: number[] = [];
  let running = 0;
  const work = async (number: number) => {
    begun.push(number);
    running += 1;
    for (let turns = number === 1 ? 0 : 5; turns >= 0; turns -= 1) await turn();
    running -= 1;
    if (number === 1) throw new Error("the second one");
  };
  await expect(mapConcurrently([0, 1, 2, 3, 4, 5], 2, work)).rejects.toThrow("the second one");
  expect([running, begun]).toEqual([0, [0, 1]]);
});
