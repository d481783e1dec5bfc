import { createServer } from "node:http";
import { buffer } from "node:stream/consumers";
import { gunzipSync } from "node:zlib";

/** The first byte of everything that gzip packed (RFC 1952). */
const gzipMark = 0x1f;

/** Stands where a host's PostHog would, and notes what browsers tell it. */
export class VisitCounter {
  /** Path and content of each request. */
  readonly told: { path: string; text: string }[] = [];
  readonly #server = createServer(async (request, response) => {
    const path = request.url ?? "/";
    const body = await buffer(request);
    const isPacked = body[0] === gzipMark;
    this.told.push({ path, text: (isPacked ? gunzipSync(body) : body).toString() });
    response.writeHead(200, { "Access-Control-Allow-Origin": "*", "Content-Type": "application/json" }).end("{}");
  });

  async start(port: number): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once("error", reject);
      this.#server.listen(port, "127.0.0.1", resolve);
    });
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}
