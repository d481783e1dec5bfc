import { createServer, type Server } from "node:net";

/** Below the ephemeral ports (Linux from 32768, others from 49152), so that no outgoing connection takes one of these. */
const drawnFrom = { first: 20_000, last: 32_767 };

/** A port of the loopback interface that was free a moment ago, drawn at random so that two callers get two. */
export async function findFreePort(): Promise<number> {
  for (let attempt = 0; attempt < 50; attempt += 1) {
    const port = drawnFrom.first + Math.floor(Math.random() * (drawnFrom.last - drawnFrom.first + 1));
    const held = await holdPort(port);
    if (held === null) continue;
    await held.release();
    return port;
  }
  throw new Error(`No free port from ${drawnFrom.first} to ${drawnFrom.last}.`);
}

/** Holds the first free port from `wanted` upwards; tries fifty. */
export async function holdPortFrom(wanted: number): Promise<HeldPort> {
  for (let port = wanted; port < wanted + 50; port += 1) {
    const held = await holdPort(port);
    if (held !== null) return held;
  }
  throw new Error(`No free port from ${wanted} to ${wanted + 49}.`);
}

/** A port that no other process can take until it is released. */
export interface HeldPort {
  port: number;
  release(): Promise<void>;
}

/** Takes a port on the loopback interface and, where the machine has it, on all of IPv6; null when it is taken. */
export async function holdPort(port: number): Promise<HeldPort | null> {
  const servers: Server[] = [];
  const release = async () => {
    await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  };
  for (const host of ["127.0.0.1", "::"]) {
    const server = await listen(port, host);
    if (server === "taken") {
      await release();
      return null;
    }
    if (server !== "no such interface") servers.push(server);
  }
  return { port, release };
}

function listen(port: number, host: string): Promise<Server | "taken" | "no such interface"> {
  return new Promise((resolve, reject) => {
    // A connection that comes too early is closed, as if nothing listened yet.
    const server = createServer((socket) => socket.destroy());
    server.once("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "EADDRINUSE" || error.code === "EACCES") resolve("taken");
      else if (error.code === "EAFNOSUPPORT" || error.code === "EADDRNOTAVAIL") resolve("no such interface");
      else reject(error);
    });
    // Without IPv4, which has a listener of its own: systems differ in whether `::` includes it.
    server.listen({ port, host, ipv6Only: true }, () => resolve(server));
  });
}
