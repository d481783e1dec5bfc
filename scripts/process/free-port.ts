import { createServer } from "node:net";

/** A port of the loopback interface that was free a moment ago. */
export function findFreePort(): Promise<number> {
  return listenOnce(0);
}

/** The first free port from `wanted` upwards that is not already spoken for; tries fifty. */
export async function findFreePortFrom(wanted: number, spokenFor: ReadonlySet<number> = new Set()): Promise<number> {
  for (let port = wanted; port < wanted + 50; port += 1) {
    if (!spokenFor.has(port) && (await isFree(port))) return port;
  }
  throw new Error(`No free port from ${wanted} to ${wanted + 49}.`);
}

async function isFree(port: number): Promise<boolean> {
  try {
    // A server on all interfaces, IPv6 included, also takes the port away from us.
    await listenOnce(port, "::").catch((error: unknown) => {
      if (isTaken(error)) throw error;
    });
    await listenOnce(port);
    return true;
  } catch (error) {
    if (isTaken(error)) return false;
    throw error;
  }
}

function isTaken(error: unknown): boolean {
  return error instanceof Error && "code" in error && (error.code === "EADDRINUSE" || error.code === "EACCES");
}

function listenOnce(port: number, host = "127.0.0.1"): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(port, host, () => {
      const address = server.address();
      const found = typeof address === "object" && address !== null ? address.port : port;
      server.close(() => resolve(found));
    });
  });
}
