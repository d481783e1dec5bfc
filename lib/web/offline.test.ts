import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { offlinePage, offlineWorkerPath } from "@/lib/web/offline";

const ask = (query = "") => offlinePage(new Request(`http://gatehouse.test/offline${query}`));

test.each([
  ["?language=nl", "nl", "Geen verbinding"],
  ["?language=en", "en", "No connection"],
  ["?language=xx", "en", "No connection"],
  ["", "en", "No connection"],
])("/offline%s speaks %s", async (query, language, title) => {
  const body = await (await ask(query)).text();
  expect(body).toContain(`<html lang="${language}">`);
  expect(body).toContain(`<h1>${title}</h1>`);
});

test("the page runs its own script and style, and asks for nothing else than whether we are back", async () => {
  const answer = await ask();
  const body = await answer.text();
  const policy = answer.headers.get("content-security-policy") ?? "";
  for (const [kind, pattern] of [
    ["script-src", /<script>([\s\S]*?)<\/script>/],
    ["style-src", /<style>([\s\S]*?)<\/style>/],
  ] as const) {
    const inline = pattern.exec(body)?.[1] ?? "";
    expect(policy).toContain(`${kind} 'sha256-${createHash("sha256").update(inline).digest("base64")}'`);
  }
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("connect-src 'self'");
  expect(body).not.toMatch(/(src|href)="[^"]/);
});

test("another language is another worker, so that a browser changes the page it keeps", () => {
  expect(offlineWorkerPath("nl")).not.toBe(offlineWorkerPath("en"));
  expect(offlineWorkerPath("nl")).toBe(offlineWorkerPath("nl"));
});
