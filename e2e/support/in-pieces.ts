import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout } from "node:timers/promises";
import type { Page } from "@playwright/test";
import { appUrl } from "./stack";

/** Into so many pieces a page is cut. */
const pieces = 12;
/** How long a slow connection takes for each, in milliseconds: several frames, so that each is drawn. */
const betweenPieces = 50;

/**
 * Opens pages as they arrive over a slow connection: through a server of its own that hands their HTML on piece by piece.
 * `close` ends the server.
 */
export async function startSlowConnection(page: Page) {
  const server = createServer((request, response) => {
    passOn(request, response).catch((error) => response.destroy(error));
  });
  await new Promise<void>((resolve) => server.listen(0, "localhost", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    open: (address: string) => page.goto(`http://localhost:${port}${address}`),
    close: () => new Promise((resolve) => server.close(resolve)),
  };
}

async function passOn(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const headers = { cookie: request.headers.cookie ?? "", accept: request.headers.accept ?? "*/*" };
  const answer = await fetch(`${appUrl}${request.url}`, { headers, redirect: "manual" });
  const passed = [...answer.headers].filter(([name]) => !/^(content-encoding|content-length|transfer-)/.test(name));
  response.writeHead(answer.status, passed.flat());
  const body = Buffer.from(await answer.arrayBuffer());
  if (!answer.headers.get("content-type")?.startsWith("text/html")) return void response.end(body);
  for (const piece of cut(body.toString())) {
    response.write(piece);
    await setTimeout(betweenPieces);
  }
  response.end();
}

/** The head at once, what is seen in pieces of equal length, and the rest. */
function cut(html: string): string[] {
  const [start, end] = [html.indexOf("<body"), html.indexOf("</footer>")];
  const length = Math.ceil((end - start) / pieces);
  const seen = Array.from({ length: pieces }, (_, at) =>
    html.slice(start + at * length, Math.min(start + (at + 1) * length, end)),
  );
  return [html.slice(0, start), ...seen, html.slice(end)];
}
