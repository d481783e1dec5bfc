import { expect, test } from "vitest";
import { type Note, readNotes, sizeInMib } from "./note";

const note = (text: string, bytes = 0): Note => ({
  id: text,
  text,
  savedAt: "2026-11-22T10:00:00.000Z",
  file: bytes ? { name: "song.wav", bytes } : null,
});

test("a MiB that is begun counts as full, and nothing takes nothing", () => {
  expect(sizeInMib([])).toBe(0);
  expect(sizeInMib([note("a")])).toBe(1);
  expect(sizeInMib([note("", 1_048_576)])).toBe(1);
  expect(sizeInMib([note("a", 1_048_576)])).toBe(2);
  expect(sizeInMib([note("é".repeat(600_000))])).toBe(2);
});

test("the newest note comes first, and what is no note is left out", () => {
  const older = { ...note("older"), savedAt: "2026-11-21T10:00:00.000Z" };
  expect(readNotes([older, 7, null, note("newer")]).map(({ text }) => text)).toEqual(["newer", "older"]);
});
