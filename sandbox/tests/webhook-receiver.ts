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
    const { type, id }: { type: string; id: string } = JSON.parse(body);
    const call = { body, headers: request.headers, type, id };
    received.push(call);
    response.writeHead(answer(call, received.length - 1)).end("ok");
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
