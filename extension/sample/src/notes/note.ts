const bytesPerMib = 1_048_576;

/** A note, with at most one file. The text lies in chrome.storage.local, the file beside it in IndexedDB. */
export type Note = { id: string; text: string; savedAt: string; file: { name: string; bytes: number } | null };

/** How much these notes take, in whole MiB as the quota counts: what is begun counts as full. */
export function sizeInMib(notes: readonly Note[]): number {
  const bytes = notes.reduce((sum, { text, file }) => sum + new Blob([text]).size + (file?.bytes ?? 0), 0);
  return Math.ceil(bytes / bytesPerMib);
}

/** The notes of what was stored, newest first; anything that is not a note is left out. */
export function readNotes(stored: unknown): Note[] {
  if (!Array.isArray(stored)) return [];
  return stored.filter(isNote).sort((left, right) => right.savedAt.localeCompare(left.savedAt));
}

function isNote(value: unknown): value is Note {
  if (typeof value !== "object" || value === null) return false;
  const note: Partial<Record<keyof Note, unknown>> = value;
  return typeof note.id === "string" && typeof note.text === "string" && typeof note.savedAt === "string";
}
