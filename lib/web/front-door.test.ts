import { once } from "node:events";
import { request as ask, type IncomingHttpHeaders, type Server } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { text } from "node:stream/consumers";
import { afterEach, expect, test } from "vitest";
import { problemAnswer, toAppError } from "@/lib/platform/http/problem";
import { type FrontDoor, openFrontDoor } from "@/lib/web/front-door";

const open: Server[] = [];
afterEach(() => {
  for (const server of open.splice(0)) server.close();
});

/** Opens a door with this behind it; what it returns asks there for a target as it stands, and reads the answer. */
async function door(serve: FrontDoor["serve"], more: Partial<FrontDoor> = {}) {
  const server = openFrontDoor({ origin: "http://gatehouse.test", serve, ...more });
  open.push(server);
  await once(server.listen(0, "127.0.0.1"), "listening");
  const { port } = server.address() as AddressInfo;
  return async (path: string, method = "GET", sent: Record<string, string> = {}) => {
    const asked = ask({ port, path, method, headers: sent, agent: false });
    const answered = once(asked, "response");
    asked.end();
    const [response] = await answered;
    const { statusCode: status, headers }: { statusCode: number; headers: IncomingHttpHeaders } = response;
    return { status, headers, body: await text(response), port };
  };
}

const served: FrontDoor["serve"] = (request, response) => {
  response.end(request.url);
};
const bare = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

test.each<[string, FrontDoor["serve"]]>([
  ["a body alone", (_request, response) => void response.end("hello")],
  [
    "a head and a body",
    (_request, response) => void response.writeHead(200, { "Content-Type": "text/plain" }).end("hello"),
  ],
  [
    "a head as a list",
    (_request, response) => void response.writeHead(200, "Fine", ["Content-Type", "text/plain"]).end(),
  ],
  [
    "pieces",
    (_request, response) => {
      response.write("a");
      response.end("b");
    },
  ],
  ["a redirect", (_request, response) => void response.writeHead(303, { Location: "/" }).end()],
  ["nothing new", (_request, response) => void response.writeHead(304).end()],
  ["a failure", (_request, response) => void response.writeHead(500).end()],
  [
    "flushed headers",
    (_request, response) => {
      response.flushHeaders();
      response.end();
    },
  ],
])("an answer of %s carries the security headers", async (_kind, serve) => {
  const { headers } = await (await door(serve))("/");
  expect(headers).toMatchObject({
    "content-security-policy": bare,
    "x-content-type-options": "nosniff",
    "referrer-policy": "strict-origin-when-cross-origin",
  });
  expect(headers["permissions-policy"]).toContain("camera=()");
});

test("what an answer says itself stays, however it says it, and is said once", async () => {
  const own = { "content-security-policy": "default-src 'self'", "Referrer-Policy": "no-referrer" };
  const byHead = await door((_request, response) => void response.writeHead(200, own).end());
  expect((await byHead("/")).headers).toMatchObject({
    "content-security-policy": "default-src 'self'",
    "referrer-policy": "no-referrer",
  });
  const bySetting = await door((_request, response) => {
    response.setHeader("Content-Security-Policy", "default-src 'self'");
    response.appendHeader("Set-Cookie", "a=1").appendHeader("Set-Cookie", "b=2");
    response.end();
  });
  const { headers } = await bySetting("/");
  expect(headers).toMatchObject({ "content-security-policy": "default-src 'self'", "set-cookie": ["a=1", "b=2"] });
});

test("browsers are told to come by https where, and only where, that is our address", async () => {
  const secure = await door(served, { origin: "https://gatehouse.test" });
  expect((await secure("/")).headers["strict-transport-security"]).toBe("max-age=31536000");
  expect((await secure("*")).headers["strict-transport-security"]).toBe("max-age=31536000");
  expect((await (await door(served))("/")).headers["strict-transport-security"]).toBeUndefined();
});

test.each([
  ["TRACE", "/", 405, "method_not_allowed"],
  ["PROPFIND", "/", 405, "method_not_allowed"],
  ["GET", "*", 400, "invalid_request"],
  ["OPTIONS", "*", 400, "invalid_request"],
  ["GET", "/account/invoices/%ff/pdf", 400, "invalid_request"],
  ["GET", "/account/%00", 400, "invalid_request"],
  ["GET", "http://other.test/", 421, "misdirected_request"],
])("%s %s is refused with %i, safely, and is heard of", async (method, target, status, code) => {
  const heard: string[] = [];
  const get = await door(() => expect.fail("served"), { onRefusal: (refusal) => heard.push(refusal.code) });
  const answer = await get(target, method);
  expect(answer.status).toBe(status);
  expect(answer.headers).toMatchObject({ "x-content-type-options": "nosniff", "content-security-policy": bare });
  expect(JSON.parse(answer.body)).toMatchObject({ code, status });
  expect(heard).toEqual([code]);
  if (status === 405) expect(answer.headers.allow).toContain("GET");
});

test("a person gets a page in their language, with nothing of the address in it", async () => {
  const { status, headers, body } = await (await door(served))("/nl/%ff<script>", "GET", { Accept: "text/html" });
  expect(status).toBe(400);
  expect(headers["content-type"]).toContain("text/html");
  expect(headers["content-security-policy"]).toContain("frame-ancestors 'none'");
  expect(body).toContain('<html lang="nl">');
  expect(body).not.toContain("<script>");
});

test("a whole address of ours is the path in it", async () => {
  expect((await (await door(served))("http://gatehouse.test/pricing?a=1")).body).toBe("/pricing?a=1");
});

test("an expectation that we don't know is no reason to answer without the headers", async () => {
  const { status, headers } = await (await door(served))("/", "GET", { Expect: "the moon" });
  expect({ status, nosniff: headers["x-content-type-options"] }).toEqual({ status: 200, nosniff: "nosniff" });
});

test.each(["at once", "in pieces", "as a stream with a length"])(
  "a failure that is exchanged leaves nothing of itself, written %s",
  async (way) => {
    const get = await door((_request, response) => {
      response.insteadOfFailure = () => problemAnswer(toAppError(new Error("secret")), null);
      response.statusCode = 500;
      response.setHeader("Content-Type", "text/x-component");
      if (way === "in pieces") for (const piece of ["se", "cr", "et"]) response.write(piece, "utf8", () => undefined);
      if (way === "as a stream with a length") response.setHeader("Content-Length", 6);
      response.end("secret");
    });
    const { status, headers, body } = await get("/");
    expect(status).toBe(500);
    expect(headers).toMatchObject({ "content-type": "application/problem+json", "x-content-type-options": "nosniff" });
    expect(body).not.toContain("secret");
    expect(JSON.parse(body)).toMatchObject({ code: "internal" });
  },
);

test("an answer that is no failure is not exchanged", async () => {
  const get = await door((_request, response) => {
    response.insteadOfFailure = () => expect.fail("asked");
    response.write("as ");
    response.end("it was");
  });
  expect((await get("/")).body).toBe("as it was");
});

test("the peer of the connection is added to what the caller claims", async () => {
  const get = await door((request, response) => void response.end(String(request.headers["x-forwarded-for"])));
  expect((await get("/", "GET", { "X-Forwarded-For": "1.2.3.4" })).body).toBe("1.2.3.4, 127.0.0.1");
});

/** Sends these bytes as they are, and more once an answer begins; returns all that comes back before the server closes. */
async function exchangeRaw(server: Server, bytes: string, more = ""): Promise<string> {
  const socket = connect((server.address() as AddressInfo).port, "127.0.0.1");
  socket.write(bytes);
  if (more) socket.once("data", () => socket.write(more));
  return text(socket);
}

const line = "GET / HTTP/1.1\r\nHost: gatehouse.test\r\n";

test.each([
  ["a malformed request line", "what is this?\r\n\r\n", "400 Bad Request"],
  ["headers that are too large", `${line}X-Long: ${"a".repeat(20_000)}\r\n\r\n`, "431 Request Header Fields Too Large"],
])("%s is answered with the security headers, and the connection closes", async (_kind, bytes, status) => {
  await door(() => expect.fail("served"), { origin: "https://gatehouse.test" });
  const [server] = open as [Server];
  const [head = "", body] = (await exchangeRaw(server, bytes)).split("\r\n\r\n");
  expect(head.split("\r\n")[0]).toBe(`HTTP/1.1 ${status}`);
  for (const header of [
    `Content-Security-Policy: ${bare}`,
    "X-Content-Type-Options: nosniff",
    "Strict-Transport-Security: max-age=31536000",
    "Connection: close",
    "Content-Length: 0",
  ]) {
    expect(head.split("\r\n")).toContain(header);
  }
  expect(body).toBe("");
});

test("a request whose headers take too long is answered 408, with the security headers", async () => {
  await door(() => expect.fail("served"));
  const [server] = open as [Server];
  // Node looks for slow connections every 30 seconds only; this is the event that it would send.
  server.once("connection", (socket) => {
    server.emit("clientError", Object.assign(new Error("slow"), { code: "ERR_HTTP_REQUEST_TIMEOUT" }), socket);
  });
  expect(await exchangeRaw(server, line)).toMatch(/^HTTP\/1\.1 408 Request Timeout\r\n.*nosniff/s);
});

test("a connection that the client has reset gets no answer", async () => {
  await door(() => expect.fail("served"));
  const [server] = open as [Server];
  server.once("connection", (socket) => {
    server.emit("clientError", Object.assign(new Error("reset"), { code: "ECONNRESET" }), socket);
  });
  expect(await exchangeRaw(server, "")).toBe("");
});

test("an answer that is on its way is cut off, not mixed with one about what follows it", async () => {
  await door((_request, response) => void response.write("half"));
  const [server] = open as [Server];
  const answer = await exchangeRaw(server, `${line}\r\n`, "what is this?\r\n\r\n");
  expect(answer).toMatch(/^HTTP\/1\.1 200 OK\r\n.*half/s);
  expect(answer).not.toContain("400 Bad Request");
});

test("a body that can't be parsed is answered while no other answer has begun", async () => {
  await door((request) => void request.resume());
  const [server] = open as [Server];
  const answer = await exchangeRaw(
    server,
    "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nnot hex\r\n",
  );
  expect(answer).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n.*nosniff/s);
});

test("a connection that asks to become another is answered as if it had not", async () => {
  const { port } = await (await door(served))("/");
  const socket = connect(port, "127.0.0.1");
  socket.end("GET /here HTTP/1.1\r\nHost: gatehouse.test\r\nConnection: close, Upgrade\r\nUpgrade: websocket\r\n\r\n");
  expect(await text(socket)).toMatch(/^HTTP\/1\.1 200 OK\r\n.*\/here/s);
});
