import type { Feature } from "../../../client/src/index";
import { showLock } from "../account/lock";
import { button, showNotice } from "../account/notice";
import { byId, fromTemplate, part } from "../dom";
import { gatehouse } from "../gatehouse";
import { watch } from "../storage";
import { day, fillTexts, size, text } from "../text";
import { findFile } from "./files";
import { dropNote, type KeepOutcome, keepNote, listNotes } from "./keep-note";
import type { Note } from "./note";

/** Shows the notes and takes new ones. */
export function startNotes(): void {
  watch(["sample:notes"], () => void listNotes().then(showNotes));
  byId("note-file", HTMLInputElement).addEventListener("change", showFileName);
  byId("note-form", HTMLFormElement).addEventListener("submit", (event) => {
    event.preventDefault();
    void keep();
  });
}

/** The quota of `extended_storage`: a meter while it is active, else why it is not. */
export function applyStorageRight(feature: Feature): void {
  const { active, limit = 0, used = 0, reason } = feature;
  const hasQuota = limit > 0;
  // A full quota is said where it matters: at the note that no longer fits.
  showLock(byId("notes-lock", HTMLElement), reason === "limit_reached" ? { ...feature, active: true } : feature);
  byId("note-form", HTMLElement).toggleAttribute("hidden", !active && reason !== "limit_reached");
  byId("quota", HTMLElement).toggleAttribute("hidden", !hasQuota);
  const meter = byId("quota-meter", HTMLMeterElement);
  meter.max = Math.max(1, limit);
  meter.value = used;
  byId("quota-text", HTMLElement).textContent = text("usedOf", size(used), size(limit));
}

async function keep(): Promise<void> {
  const body = byId("note-text", HTMLTextAreaElement);
  const files = byId("note-file", HTMLInputElement);
  const file = files.files?.[0] ?? null;
  if (body.value.trim() === "" && !file) return body.focus();
  const outcome = await keepNote(body.value.trim(), file);
  if (outcome.kind === "kept") {
    body.value = "";
    files.value = "";
    showFileName();
    void gatehouse.markUsed("extended_storage");
  }
  showOutcome(outcome);
  body.focus();
}

function showOutcome(outcome: KeepOutcome): void {
  const place = byId("note-error", HTMLElement);
  if (outcome.kind === "kept") showNotice(place, null);
  else if (outcome.kind === "too_large") {
    const sentence = text("noteTooLarge", size(outcome.neededMib), size(outcome.leftMib));
    showNotice(place, sentence, "wrong", [button(text("moreStorage"), () => gatehouse.openPricing())]);
  } else showNotice(place, text(outcome.kind === "offline" ? "noteOffline" : "noteRefused"), "wrong");
}

function showNotes(notes: Note[]): void {
  byId("no-notes", HTMLElement).toggleAttribute("hidden", notes.length > 0);
  byId("notes", HTMLElement).replaceChildren(...notes.map(noteItem));
}

function noteItem(note: Note): HTMLElement {
  const item = fromTemplate("note");
  part(item, ".note-text", HTMLElement).textContent = note.text;
  part(item, "time", HTMLTimeElement).dateTime = note.savedAt;
  part(item, "time", HTMLTimeElement).textContent = day(new Date(note.savedAt));
  fillTexts(item);
  const remove = part(item, ".icon-button", HTMLButtonElement);
  remove.addEventListener("click", () => void dropNote(note.id));
  if (note.file) linkToFile(part(item, ".link", HTMLButtonElement), note.id, note.file.name);
  return item;
}

function linkToFile(link: HTMLButtonElement, id: string, name: string): void {
  link.hidden = false;
  link.textContent = name;
  link.addEventListener("click", async () => {
    const file = await findFile(id);
    if (!(file instanceof Blob)) return;
    const download = document.createElement("a");
    download.href = URL.createObjectURL(file);
    download.download = name;
    download.click();
    URL.revokeObjectURL(download.href);
  });
}

function showFileName(): void {
  const file = byId("note-file", HTMLInputElement).files?.[0];
  byId("note-file-name", HTMLElement).textContent = file?.name ?? text("attach");
}
