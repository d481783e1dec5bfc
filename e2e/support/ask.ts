import { Agent, request as openRequest } from "node:http";
import { appUrl } from "./stack";

/** A raw request: nothing is validated, normalised or redirected, as a browser or `fetch` would do. */
export type Asked = { method?: string; path: string; headers?: Record<string, string>; body?: string };

const { hostname, port } = new URL(appUrl);
const keptOpen = new Agent({ keepAlive: true, maxSockets: 1 });
let sources = 0;

/**
 * Sends a request and reads the answer to its end; resolves with the status, or with 0 where the connection was closed
 * instead. Where the system has more than one loopback address, each request comes from another one, so that no rate
 * limit per source applies.
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

/** The longest time that `/healthz` took to answer, in milliseconds, while it was polled until `during` ended. */
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
