import { once } from "node:events";
import { mkdtempSync } from "node:fs";
import { type IncomingMessage, type OutgoingHttpHeaders, request } from "node:http";
import type { AddressInfo } from "node:net";
import os from "node:os";
import path from "node:path";
import { text } from "node:stream/consumers";
import nodemailer, { type Transporter } from "nodemailer";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createMailPage } from "./http";
import { Mailbox } from "./mailbox";
import { createSmtpServer } from "./smtp";

const file = path.join(mkdtempSync(path.join(os.tmpdir(), "mail ")), "mail.jsonl");
const mailbox = new Mailbox(file);
const smtp = createSmtpServer(mailbox);
const page = createMailPage(mailbox);
let origin: string;
let transport: Transporter;

beforeAll(async () => {
  page.listen(0, "127.0.0.1");
  await once(page, "listening");
  origin = `http://127.0.0.1:${(page.address() as AddressInfo).port}`;
  const { port } = await new Promise<AddressInfo>((resolve) => {
    const server = smtp.listen(0, "127.0.0.1", () => resolve(server.address() as AddressInfo));
  });
  transport = nodemailer.createTransport({ host: "127.0.0.1", port, secure: false });
});

afterAll(async () => {
  transport.close();
  page.close();
  await new Promise<void>((resolve) => smtp.close(resolve));
});

test("a mail can be read as soon as the sender has its answer", async () => {
  await send("ada@example.com", "Willkommen · héllo");
  const [mail] = await messages("ADA@example.com");
  expect(mail).toMatchObject({
    subject: "Willkommen · héllo",
    to: ["ada@example.com"],
    from: "Gatehouse <hello@example.com>",
  });
  expect(mail?.links).toEqual(["http://localhost:3000/sign-in?a=1&b=2"]);
});

test("shows a mail in a frame in which nothing runs, and escapes what it says outside of it", async () => {
  await send("eve@example.com", '<script>alert("subject")</script>');
  const [mail] = await messages("eve@example.com");
  const reading = await fetch(`${origin}/messages/${mail?.id}`).then((response) => response.text());
  expect(reading).not.toContain('<script>alert("subject")');
  const framed = await fetch(`${origin}/messages/${mail?.id}/html`);
  const policy = framed.headers.get("content-security-policy") ?? "";
  expect(policy).toContain("sandbox allow-popups");
  expect(policy).not.toContain("allow-scripts");
  expect(policy).toContain("default-src 'none'");
});

test("keeps its mail over a restart, and deletes it when asked", async () => {
  const kept = new Mailbox(file).list(null).map(({ id }) => id);
  expect(kept).toEqual(mailbox.list(null).map(({ id }) => id));
  expect((await fetch(`${origin}/api/messages`, { method: "DELETE" })).status).toBe(204);
  expect(await messages("ada@example.com")).toEqual([]);
  expect(new Mailbox(file).list(null)).toEqual([]);
});

test("an address that leads nowhere gets a page with a way back in a browser, and JSON elsewhere", async () => {
  for (const address of ["/inbox", "/messages/gone", "//"]) {
    const shown = await ask(address, { accept: "text/html,*/*;q=0.8" });
    expect([shown.status, shown.type], address).toEqual([404, "text/html; charset=utf-8"]);
    expect(shown.body, address).toContain('<a class="button" href="/">All mail</a>');
  }
  const told = await ask("/api/inbox", { accept: "*/*" });
  expect([told.status, JSON.parse(told.body)]).toEqual([404, { error: "There is no such page." }]);
});

test("does not answer to a name from outside", async () => {
  expect((await ask("/api/messages", { host: "evil.example" })).status).toBe(403);
});

/** Asks for exactly this path, which `fetch` would tidy up. */
async function ask(address: string, headers: OutgoingHttpHeaders) {
  const asked = request({ host: "127.0.0.1", port: new URL(origin).port, path: address, headers }).end();
  const response: IncomingMessage = (await once(asked, "response"))[0];
  return { status: response.statusCode, type: response.headers["content-type"], body: await text(response) };
}

function send(to: string, subject: string): Promise<unknown> {
  const html = '<p>Hi</p><script>alert(1)</script><a href="http://localhost:3000/sign-in?a=1&amp;b=2">Sign in</a>';
  return transport.sendMail({ from: "Gatehouse <hello@example.com>", to, subject, text: "Hi", html });
}

async function messages(to: string): Promise<{ id: string; subject: string; links: string[] }[]> {
  const answer = await fetch(`${origin}/api/messages?to=${encodeURIComponent(to)}`);
  return ((await answer.json()) as { data: { id: string; subject: string; links: string[] }[] }).data;
}
