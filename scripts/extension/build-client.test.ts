import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { startWorld } from "../../extension/client/testing/world";
import { buildClient } from "./build-client";

const out = mkdtempSync(path.join(os.tmpdir(), "gatehouse-client-"));
let file = "";

beforeAll(async () => {
  ({ file } = await buildClient({ out }));
}, 60_000);

afterAll(() => {
  vi.unstubAllGlobals();
  rmSync(out, { recursive: true, force: true });
});

test("the built module loads nothing, evaluates nothing, and imports nothing", () => {
  const code = readFileSync(file, "utf8");
  expect(code).not.toMatch(/\beval\(|new Function|\bimport\s*\(|^import\b|importScripts/m);
});

test("the built module signs in, unlocks, and stays unlocked without the server", async () => {
  const { server, browser } = await startWorld();
  server.plan = { plan: "pro", status: "active", until: null };
  server.now = Date.now();
  const { chrome, indexedDB, locks } = browserGlobals(server.authorize, browser.redirectUrl);
  vi.stubGlobal("chrome", chrome);
  vi.stubGlobal("indexedDB", indexedDB);
  vi.stubGlobal("navigator", { locks });
  vi.stubGlobal("fetch", server.network);
  const built = await import(pathToFileURL(file).href);
  const gatehouse = built.createGatehouse({ server: server.origin, roots: server.roots });
  gatehouse.listen();
  expect((await gatehouse.signIn()).plan).toBe("pro");
  expect((await gatehouse.signIn()).plan).toBe("pro");
  server.disturb = () => new TypeError("Failed to fetch");
  expect(await gatehouse.isActive("premium")).toBe(true);
  expect((await gatehouse.getUser()).paid).toBe(true);
  await gatehouse.signOut();
  expect(await gatehouse.getFeature("premium")).toMatchObject({ active: false, reason: "signed_out" });
});

/** As much of a browser as the module touches. */
function browserGlobals(launchWebAuthFlow: (url: string) => Promise<string>, redirectUrl: string) {
  const stored: Record<string, unknown> = {};
  const event = () => ({ addListener: () => undefined });
  const turns = new Map<string, Promise<unknown>>();
  const chrome = {
    runtime: {
      getManifest: () => ({ version: "1.0.0" }),
      sendMessage: () => Promise.reject(new Error("Receiving end does not exist.")),
      onMessage: event(),
      onMessageExternal: event(),
    },
    storage: {
      local: {
        get: async (name: string) => structuredClone({ [name]: stored[name] }),
        set: async (changes: object) => void Object.assign(stored, structuredClone(changes)),
      },
      onChanged: event(),
    },
    alarms: { create: async () => undefined, onAlarm: event() },
    identity: {
      getRedirectURL: () => redirectUrl,
      launchWebAuthFlow: ({ url }: { url: string }) => launchWebAuthFlow(url),
    },
  };
  const locks = {
    request: (name: string, work: () => Promise<unknown>) => {
      const turn = (turns.get(name) ?? Promise.resolve()).then(work);
      turns.set(
        name,
        turn.catch(() => undefined),
      );
      return turn;
    },
  };
  return { chrome, locks, indexedDB: { open: () => answered(database()) } };
}

function database() {
  const kept = new Map<string, unknown>();
  const store = {
    get: (key: string) => answered(kept.get(key)),
    put: (value: unknown, key: string) => answered(void kept.set(key, value)),
  };
  return { transaction: () => ({ objectStore: () => store }), createObjectStore: () => store, close: () => undefined };
}

function answered(result: unknown) {
  const request = { result, onsuccess: () => undefined };
  queueMicrotask(() => request.onsuccess());
  return request;
}
