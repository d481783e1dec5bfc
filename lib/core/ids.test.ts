import { expect, test } from "vitest";
import { fromPublicId, toPublicId } from "@/lib/core/ids";

const uuid = "0198f7a2-1c3d-7e4f-8a5b-6c7d8e9f0a1b";

test("a public id leads back to its uuid", () => {
  expect(fromPublicId("account", toPublicId("account", uuid))).toBe(uuid);
});

test.each([
  "",
  "acc_",
  "dev_0198f7a21c3d7e4f8a5b6c7d8e9f0a1b",
  "acc_0198f7a21c3d7e4f8a5b6c7d8e9f0a1",
  "acc_'; drop table account; --",
  uuid,
])("%s names no account", (id) => {
  expect(() => fromPublicId("account", id)).toThrow("There is no account with this id.");
});
