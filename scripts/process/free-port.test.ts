import { createServer } from "node:net";
import { expect, test } from "vitest";
import { findFreePort, holdPort, holdPortFrom } from "./free-port";

/** The result for a program that wants this port. */
function tryListen(port: number, host: string): Promise<string> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    server.listen(port, host, () => server.close(() => resolve("had it")));
  });
}

test("a held port can't be taken on any interface until it is released", async () => {
  const held = (await holdPort(await findFreePort())) ?? expect.fail("the port was taken");
  for (const host of ["127.0.0.1", "0.0.0.0"]) expect(await tryListen(held.port, host)).toBe("EADDRINUSE");
  expect(["EADDRINUSE", "EAFNOSUPPORT", "EADDRNOTAVAIL"]).toContain(await tryListen(held.port, "::1"));
  expect(await holdPort(held.port)).toBeNull();
  const next = await holdPortFrom(held.port);
  expect(next.port).toBeGreaterThan(held.port);
  await Promise.all([held.release(), next.release()]);
  expect(await tryListen(held.port, "127.0.0.1")).toBe("had it");
});

test("a free port lies below the ephemeral ports", async () => {
  const ports = await Promise.all(Array.from({ length: 20 }, findFreePort));
  for (const port of ports) expect(port).toBeLessThan(32_768);
});
