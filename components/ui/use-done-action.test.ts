import { redirect } from "next/navigation";
import { expect, test } from "vitest";
import { sendForm } from "@/components/ui/use-done-action";

const form = new FormData();

test("a form gets the answer of its action", async () => {
  expect(await sendForm(async () => ({ status: "ok", value: 3 }), form)).toEqual({ status: "ok", value: 3 });
});

test.each([
  ["the connection breaks", new TypeError("Failed to fetch")],
  ["the answer breaks off in the middle", new Error("Connection closed.")],
  ["a proxy answers in our place", new Error("An unexpected response was received from the server.")],
])("where %s nobody claims to know whether it was done, and the page stays", async (_what, error) => {
  expect(await sendForm(() => Promise.reject(error), form)).toEqual({ status: "lost" });
});

test("an answer that leads to another page does so", async () => {
  await expect(sendForm(async () => redirect("/account"), form)).rejects.toThrow("NEXT_REDIRECT");
});
