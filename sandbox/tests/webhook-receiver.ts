import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";

export type Received = { body: string; headers: IncomingHttpHeaders; type: string; id: string };

/** A webhook endpoint that keeps what it gets. `answer` decides the status of each call; 200 by default. */
export async function startReceiver(answer: (call: Received, index: number) => number = () => 200) {
  const received: Received[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const body = Buffer.concat(chunks).toString("utf8");
    const read = readEvent(body);
    const call = { body, headers: request.headers, type: read?.type ?? "", id: read?.id ?? "" };
    received.push(call);
    response.writeHead(read ? answer(call, received.length - 1) : 400).end("ok");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/webhooks`,
    received,
    stop: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(resolve));
    },
  };
}

/** What can't be read was cut on the way, and is refused. */
function readEvent(body: string): { type: string; id: string } | null {
  try {
    return JSON.parse(body);
  } catch {
    return null;
  }
}
