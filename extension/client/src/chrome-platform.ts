/// <reference types="chrome" />
import { keepKeyPair } from "./key-pair-store";
import type { Platform } from "./platform";

const recordName = "gatehouse";
const alarmName = "gatehouse";

/** The browser that this runs in. */
export function chromePlatform(): Platform {
  return {
    isPage: typeof document !== "undefined",
    isContentScript: typeof location !== "undefined" && !chrome.runtime.getURL("").startsWith(location.origin),
    version: chrome.runtime.getManifest().version,
    now: () => Date.now(),
    random: () => Math.random(),
    after: (ms, callback) => {
      const timer = setTimeout(callback, ms);
      return () => clearTimeout(timer);
    },
    fetch: (url, init) => fetch(url, init),
    storage: {
      read: async () => (await chrome.storage.local.get(recordName))[recordName],
      write: (record) => chrome.storage.local.set({ [recordName]: record }),
      onChange: (listener) =>
        chrome.storage.onChanged.addListener((changes, area) => {
          const change = changes[recordName];
          if (area === "local" && change) listener(change.newValue, change.oldValue);
        }),
    },
    keepKeyPair,
    withLock: async (name, work) => await navigator.locks.request(`gatehouse-${name}`, work),
    setAlarm: async (at) => void (await chrome.alarms.create(alarmName, { when: at })),
    onRing: (listener) =>
      chrome.alarms.onAlarm.addListener((alarm) => {
        if (alarm.name === alarmName) listener();
      }),
    redirectUrl: () => chrome.identity?.getRedirectURL() ?? null,
    openSignIn: async (url) => (await chrome.identity.launchWebAuthFlow({ url, interactive: true })) ?? "",
    openTab: async (url) => void (await chrome.tabs.create({ url })),
    ask: async (message) => {
      try {
        return await chrome.runtime.sendMessage(message);
      } catch {
        // No receiving end, or this is a content script of an extension that was updated under it.
        return undefined;
      }
    },
    tell: async (message) => {
      for (const { id } of await chrome.tabs.query({})) {
        // Most tabs have no content script of ours; the message is rejected there.
        if (id !== undefined) void chrome.tabs.sendMessage(id, message).catch(() => undefined);
      }
    },
    onTold: (listener) => chrome.runtime.onMessage.addListener((message) => listener(message)),
    // Only this extension's own pages and content scripts can send here: web pages have `onMessageExternal`.
    onAsk: (answer) =>
      chrome.runtime.onMessage.addListener((message, _sender, respond) => reply(answer(message), respond)),
    onWebPage: (answer) =>
      chrome.runtime.onMessageExternal?.addListener((message, sender, respond) => {
        return reply(answer(message, sender.origin ?? ""), respond);
      }),
  };
}

/** True keeps the channel open until the answer is there, and the service worker awake. */
function reply(answer: Promise<unknown> | null, respond: (answer: unknown) => void): boolean {
  if (!answer) return false;
  void answer.then(respond, () => respond(undefined));
  return true;
}
