import { afterEach, expect, test, vi } from "vitest";
import { tellExtensions } from "@/components/portal/tell-extensions";

afterEach(() => vi.unstubAllGlobals());

const ids = ["a".repeat(32), "b".repeat(32)];

type Answer = (reply?: unknown) => void;

function browserWith(sendMessage: (id: string, message: unknown, answer: Answer) => void, lastError?: unknown) {
  vi.stubGlobal("chrome", { runtime: { sendMessage, lastError } });
}

function heardBy(sendMessage: (id: string, message: unknown, answer: Answer) => void, lastError?: unknown): number {
  browserWith(sendMessage, lastError);
  const onHeard = vi.fn();
  tellExtensions(ids, onHeard);
  return onHeard.mock.calls.length;
}

test("each of our extensions is told, and nothing about the account is said", () => {
  const sent: unknown[] = [];
  heardBy((id, message) => sent.push([id, message]));
  expect(sent).toEqual(ids.map((id) => [id, { type: "gatehouse:changed" }]));
});

test("only an answer that says ok counts as heard", () => {
  expect(heardBy((_id, _message, answer) => answer({ ok: true }))).toBe(2);
  for (const reply of [undefined, null, "ok", { ok: "true" }, { ok: false }, {}]) {
    expect(heardBy((_id, _message, answer) => answer(reply))).toBe(0);
  }
  expect(heardBy((_id, _message, answer) => answer({ ok: true }), { message: "no receiver" })).toBe(0);
});

test("a browser without extensions, with half an API, or that throws is left in peace", () => {
  for (const chrome of [undefined, null, {}, { runtime: {} }, { runtime: null }]) {
    vi.stubGlobal("chrome", chrome);
    expect(() => tellExtensions(ids)).not.toThrow();
  }
  const refusing = (id: string, _message: unknown, answer: Answer) => {
    if (id === ids[0]) throw new Error("Invalid extension id");
    answer({ ok: true });
  };
  expect(heardBy(refusing)).toBe(1);
});
