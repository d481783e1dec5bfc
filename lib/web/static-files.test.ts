import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { brotliCompressSync } from "node:zlib";
import { afterAll, beforeAll, expect, test } from "vitest";
import { CompressedFiles } from "@/lib/web/static-files";

const script = "export const gate = 'open';\n".repeat(40);
let origin = "";
const server = createServer((request, response) => {
  if (!files.serve(request.url ?? "/", request, response)) response.writeHead(418).end("left to Next");
});
let files: CompressedFiles;

beforeAll(async () => {
  const folder = mkdtempSync(path.join(tmpdir(), "static-files-"));
  mkdirSync(path.join(folder, "chunks"));
  writeFileSync(path.join(folder, "chunks", "a.js"), script);
  writeFileSync(path.join(folder, "chunks", "a.js.br"), brotliCompressSync(script));
  writeFileSync(path.join(folder, "chunks", "secret.txt.br"), "no type of ours");
  writeFileSync(path.join(folder, "chunks", "b.js.gz"), "packed in another way");
  files = new CompressedFiles(folder, "/_next/static");
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => server.close());

const get = (pathname: string, headers: Record<string, string>, method = "GET") =>
  fetch(`${origin}${pathname}`, { method, headers });

test("who takes brotli gets the packed file, to keep for ever", async () => {
  const answer = await get("/_next/static/chunks/a.js", { "Accept-Encoding": "gzip, deflate, br, zstd" });
  expect(answer.status).toBe(200);
  expect(Object.fromEntries(answer.headers)).toMatchObject({
    "content-encoding": "br",
    "content-type": "application/javascript; charset=UTF-8",
    "cache-control": "public, max-age=31536000, immutable",
    "content-length": String(brotliCompressSync(script).byteLength),
    vary: "Accept-Encoding",
  });
  expect(await answer.text()).toBe(script);
});

test("a question for the head alone gets no body", async () => {
  const answer = await get("/_next/static/chunks/a.js", { "Accept-Encoding": "br" }, "HEAD");
  expect(answer.status).toBe(200);
  expect(await answer.text()).toBe("");
});

test.each([
  ["who does not take brotli", "/_next/static/chunks/a.js", { "Accept-Encoding": "gzip, brie" }],
  ["who refuses brotli", "/_next/static/chunks/a.js", { "Accept-Encoding": "gzip, br;q=0.0" }],
  ["who wants a part", "/_next/static/chunks/a.js", { "Accept-Encoding": "br", Range: "bytes=0-1" }],
  ["a file without a packed one", "/_next/static/chunks/b.js", { "Accept-Encoding": "br" }],
  ["a kind that the app does not serve", "/_next/static/chunks/secret.txt", { "Accept-Encoding": "br" }],
  ["a way out of the folder", "/_next/static/chunks/..%2fchunks/a.js", { "Accept-Encoding": "br" }],
])("%s is left to Next", async (_who, pathname, headers) => {
  expect((await get(pathname, headers)).status).toBe(418);
});

test("a change is never answered from a file", async () => {
  expect((await get("/_next/static/chunks/a.js", { "Accept-Encoding": "br" }, "POST")).status).toBe(418);
});

test("before there is a build nothing is served", () => {
  expect(() => new CompressedFiles(path.join(tmpdir(), "no-such-folder"), "/_next/static")).not.toThrow();
});
