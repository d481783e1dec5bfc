import { afterEach, expect, test, vi } from "vitest";
import { handOverCode, tellExtension } from "@/components/portal/tell-extensions";

afterEach(() => vi.unstubAllGlobals());

const ids = ["a".repeat(32), "b".repeat(32)];

type Answer = (reply?: unknown) => void;

function browserWith(sendMessage: (id: string, message: unknown, answer: Answer) => void, lastError?: unknown) {
  vi.stubGlobal("chrome", { runtime: { sendMessage, lastError } });
}

test("each of our extensions is told, and nothing about the account is said", async () => {
  const sent: unknown[] = [];
  browserWith((id, message, answer) => {
    sent.push([id, message]);
    answer({ ok: true });
  });
  for (const id of ids) await tellExtension(id);
  expect(sent).toEqual(ids.map((id) => [id, { type: "gatehouse:changed" }]));
});

test("an answer says whether it is unlocked, and what a buyer's extension asks for; anything else is no answer", async () => {
  const told = (reply: unknown, lastError?: unknown) => {
    browserWith((_id, _message, answer) => answer(reply), lastError);
    return tellExtension("a".repeat(32));
  };
  const request = { code_challenge: "c", device_key: "d", client_version: "1.0" };
  expect(await told({ ok: true })).toEqual({ ok: true, signIn: null });
  expect(await told({ ok: false, sign_in: { ...request, more: 1 } })).toEqual({ ok: false, signIn: request });
  expect(await told({ ok: false, sign_in: { ...request, device_key: 1 } })).toEqual({ ok: false, signIn: null });
  for (const reply of [undefined, null, "ok", { ok: "true" }, {}]) expect(await told(reply)).toBeNull();
  expect(await told({ ok: true }, { message: "no receiver" })).toBeNull();
});

test("a code goes to the one extension that asked for it", async () => {
  const sent: unknown[] = [];
  browserWith((id, message, answer) => {
    sent.push([id, message]);
    answer({ ok: true });
  });
  await handOverCode("b".repeat(32), "some-code");
  expect(sent).toEqual([["b".repeat(32), { type: "gatehouse:code", code: "some-code" }]]);
});

test("a browser without extensions, with half an API, or that throws is left in peace", async () => {
  for (const chrome of [undefined, null, {}, { runtime: {} }, { runtime: null }]) {
    vi.stubGlobal("chrome", chrome);
    expect(await tellExtension("a".repeat(32))).toBeNull();
  }
  browserWith(() => {
    throw new Error("Invalid extension id");
  });
  expect(await tellExtension("a".repeat(32))).toBeNull();
});
