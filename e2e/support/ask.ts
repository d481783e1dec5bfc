import { Agent, request as openRequest } from "node:http";
import { appUrl } from "./stack";

/** A request as it goes out: nothing of it is checked, repaired or followed, as a browser or `fetch` would. */
export type Asked = { method?: string; path: string; headers?: Record<string, string>; body?: string };

const { hostname, port } = new URL(appUrl);
const keptOpen = new Agent({ keepAlive: true, maxSockets: 1 });
let sources = 0;

/**
 * Sends a request and reads the answer to its end; resolves with the status, or with 0 where the connection was closed
 * instead. Each comes from an address of its own, where the system has more than one on its loopback: no limit on what
 * one source may do is met.
 */
export function ask(
  { method = "GET", path, headers = {}, body }: Asked,
  agent: Agent | false = false,
): Promise<number> {
  sources += 1;
  const isAlone = agent === false && process.platform === "linux";
  const localAddress = isAlone
    ? `127.${1 + ((sources >> 16) % 250)}.${(sources >> 8) % 256}.${sources % 256}`
    : undefined;
  const host = isAlone ? "127.0.0.1" : hostname;
  const length = body === undefined ? {} : { "content-length": String(Buffer.byteLength(body)) };
  return new Promise((resolve) => {
    const sent = openRequest(
      {
        host,
        port,
        method,
        path,
        headers: { host: `${hostname}:${port}`, ...length, ...headers },
        agent,
        localAddress,
      },
      (answer) => {
        answer.once("close", () => resolve(answer.statusCode ?? 0));
        answer.resume();
      },
    );
    sent.once("error", () => resolve(0));
    sent.end(body);
  });
}

/** How long the app takes to say that it is alive, in milliseconds, asked again and again until something has ended; the longest. */
export async function longestSilence(during: Promise<unknown>): Promise<number> {
  let hasEnded = false;
  const ended = during.finally(() => {
    hasEnded = true;
  });
  let longest = 0;
  while (!hasEnded) {
    const began = performance.now();
    await ask({ path: "/healthz" }, keptOpen);
    longest = Math.max(longest, performance.now() - began);
  }
  await ended;
  return longest;
}
