import { expect, test, vi } from "vitest";
import { publicDocument } from "@/lib/platform/http/public-document";
import { logger } from "@/lib/platform/logger";

const ask = (read: () => Promise<string>) =>
  publicDocument(new Request("http://127.0.0.1/.well-known/lease-keys.json"), {
    contentType: "application/json",
    read,
  });

test("a document that can't be made is answered as a problem that no cache keeps, and why is in the log", async () => {
  const logged = vi.spyOn(logger(), "error").mockReturnValue(undefined);
  const failure = new Error("The root can't sign.");
  const response = await ask(async () => Promise.reject(failure));
  expect(response.status).toBe(500);
  expect(response.headers.get("content-type")).toBe("application/problem+json");
  expect(response.headers.get("cache-control")).toBe("no-store");
  expect(await response.json()).toMatchObject({ code: "internal", detail: expect.not.stringContaining("root") });
  expect(logged).toHaveBeenCalledWith(
    expect.objectContaining({ err: failure, where: "GET /.well-known/lease-keys.json" }),
    expect.anything(),
  );
});

test("a document that can be made is answered with its text", async () => {
  const response = await ask(async () => '{"keys":"…"}');
  expect(response.status).toBe(200);
  expect(await response.text()).toBe('{"keys":"…"}');
});
