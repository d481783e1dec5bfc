import { GatehouseError } from "../../../client/src/index";
import { gatehouse } from "../gatehouse";
import { load, save } from "../storage";
import { dropFile, keepFile } from "./files";
import { type Note, readNotes, sizeInMib } from "./note";

/** How an attempt to keep a note ended. */
export type KeepOutcome =
  | { kind: "kept" }
  | { kind: "too_large"; neededMib: number; leftMib: number }
  | { kind: "locked" }
  | { kind: "offline" };

/**
 * Counts the room first and keeps the note after that, so that nothing is stored that the plan has no room for. Two windows
 * take turns.
 */
export async function keepNote(body: string, file: File | null): Promise<KeepOutcome> {
  return navigator.locks.request("sample:notes", async () => {
    const notes = await listNotes();
    const note: Note = {
      id: crypto.randomUUID(),
      text: body,
      savedAt: new Date().toISOString(),
      file: file && { name: file.name, bytes: file.size },
    };
    const outcome = await reportSize([note, ...notes]);
    if (outcome.kind !== "kept") return outcome;
    if (file) await keepFile(note.id, file);
    await save("sample:notes", [note, ...notes]);
    return outcome;
  });
}

/** Deletes a note, always; the room is given back when the server next hears of it. */
export async function dropNote(id: string): Promise<void> {
  await navigator.locks.request("sample:notes", async () => {
    const notes = (await listNotes()).filter((note) => note.id !== id);
    await save("sample:notes", notes);
    await dropFile(id);
    await reportSize(notes);
  });
}

export async function listNotes(): Promise<Note[]> {
  return readNotes(await load("sample:notes"));
}

/** Reports the difference to what was last reported from here, so that a report that was missed is made up for. */
async function reportSize(notes: readonly Note[]): Promise<KeepOutcome> {
  const reported = Number((await load("sample:reportedMib")) ?? 0) || 0;
  const change = sizeInMib(notes) - reported;
  const feature = await gatehouse.getFeature("extended_storage");
  if (change > 0 && !feature.active) return { kind: "locked" };
  if (change === 0) return feature.active ? { kind: "kept" } : { kind: "locked" };
  try {
    await gatehouse.reportUsage("extended_storage", change);
  } catch (error) {
    if (!(error instanceof GatehouseError)) throw error;
    if (error.code === "offline" || error.code === "server_error") return { kind: "offline" };
    if (error.code !== "limit_reached") return { kind: "locked" };
    const leftMib = Math.max(0, (feature.limit ?? 0) - (feature.used ?? 0));
    return { kind: "too_large", neededMib: change, leftMib };
  }
  await save("sample:reportedMib", reported + change);
  return { kind: "kept" };
}
