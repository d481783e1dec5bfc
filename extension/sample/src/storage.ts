/** What the sample itself keeps in chrome.storage.local; the client keeps its own record beside it. */
export type StoredKey = "sample:player" | "sample:rules" | "sample:reminders" | "sample:notes" | "sample:reportedMib";

export async function load(key: StoredKey): Promise<unknown> {
  return (await chrome.storage.local.get(key))[key];
}

export async function save(key: StoredKey, value: unknown): Promise<void> {
  await chrome.storage.local.set({ [key]: value });
}

/** Calls back now and whenever one of these changes, in whichever window. */
export function watch(keys: readonly StoredKey[], listener: () => void): void {
  listener();
  chrome.storage.onChanged.addListener((changes, area) => {
    if (area === "local" && keys.some((key) => key in changes)) listener();
  });
}
