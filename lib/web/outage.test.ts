import type { IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, test } from "vitest";
import { query } from "@/lib/platform/db";
import { env } from "@/lib/platform/env";
import { openFrontDoor } from "@/lib/web/front-door";
import type { FrontResponse } from "@/lib/web/front-response";
import { answerOutages } from "@/lib/web/outage";

/* In these tests nothing listens where the database should be. */

const askDatabase = () => query("select 1").catch(() => undefined);

type Serve = (request: IncomingMessage, response: FrontResponse) => void;

async function ask(serve: Serve, path = "/account", init: RequestInit = {}): Promise<Response> {
  const server = openFrontDoor({
    origin: env().GATEHOUSE_URL,
    serve: (request, response) => answerOutages(request, response, () => serve(request, response)),
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  try {
    const response = await fetch(`http://127.0.0.1:${port}${path}`, { redirect: "manual", ...init });
    return new Response(await response.text(), response);
  } finally {
    server.close();
  }
}

/** As Next fails: with headers of its own, and a body in pieces. */
const fail: Serve = async (_request, response) => {
  await askDatabase();
  response.statusCode = 500;
  response.setHeader("X-Request-Id", "req_1");
  response.setHeader("Set-Cookie", "gatehouse.session=; Max-Age=0");
  response.setHeader("Content-Encoding", "gzip");
  response.write("half");
  await new Promise<void>((resolve) => response.write("way", () => resolve()));
  response.end("there");
};

test.each([
  ["/account", "en", "One moment, please"],
  ["/nl/pricing", "nl", "Een ogenblik"],
  ["/oauth/authorize?a=b", "en", "reloads automatically"],
  ["/api/auth/callback/email?token=x", "en", "One moment, please"],
])("%s that fails for want of a database is one page in the reader's language", async (path, language, text) => {
  const answer = await ask(fail, path);
  expect(answer.status).toBe(503);
  expect(answer.headers.get("retry-after")).toBe("5");
  expect(answer.headers.get("content-type")).toContain("text/html");
  expect(answer.headers.get("x-request-id")).toBe("req_1");
  const body = await answer.text();
  expect(body).toContain(`<html lang="${language}">`);
  expect(body).toContain(text);
  expect(body).not.toContain("half");
});

test("no cookie is touched, so a signed-in person stays signed in", async () => {
  expect((await ask(fail)).headers.getSetCookie()).toEqual([]);
});

test("a form is told to be sent again, and not loaded anew by a script", async () => {
  const body = await (await ask(fail, "/language", { method: "POST" })).text();
  expect(body).toContain("send it again");
  expect(body).not.toContain("<script>");
});

test.each(["/oauth/token", "/api/v1/anything"])("%s says so as problem+json", async (path) => {
  const answer = await ask(fail, path, { method: "POST" });
  expect(answer.status).toBe(503);
  expect(answer.headers.get("retry-after")).toBe("5");
  expect(await answer.json()).toMatchObject({ code: "database_unavailable", status: 503 });
});

test("an answer without a body, and one whose head is written first, are replaced as well", async () => {
  const bare = await ask(async (_request, response) => {
    await askDatabase();
    response.writeHead(500).end();
  });
  expect(bare.status).toBe(503);
  expect(await bare.text()).toContain("One moment, please");
  const head = await ask(fail, "/account", { method: "HEAD" });
  expect(head.status).toBe(503);
});

test("a failure of our own stays one, and an answer that is not a failure is left alone", async () => {
  const defect = await ask((_request, response) => {
    response.writeHead(500, { "X-Defect": "yes" }).end("defect");
  });
  expect([defect.status, await defect.text()]).toEqual([500, "defect"]);
  const fine = await ask(async (_request, response) => {
    await askDatabase();
    response.end("fine");
  });
  expect([fine.status, await fine.text()]).toEqual([200, "fine"]);
});
