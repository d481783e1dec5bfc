import {
  closeSync,
  existsSync,
  fsyncSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  writeSync,
} from "node:fs";
import { dirname } from "node:path";
import { decodeLine, encodeLine, type JournalEntry } from "./journal-line";

/**
 * An append-only file with one JSON line per committed transaction, or for all that time settled at one instant. A line
 * is handed to the operating system before the caller answers its request, so an acknowledged change survives a kill -9
 * of this process (not a power cut: a sandbox is not worth an fsync per request). A last line torn by a kill was never
 * acknowledged and is cut off.
 */
export class Journal {
  #fd: number;
  #bytes: number;

  private constructor(
    readonly path: string,
    fd: number,
    bytes: number,
  ) {
    this.#fd = fd;
    this.#bytes = bytes;
  }

  /** Opens or creates the file and returns what it holds. Throws when a line other than the last can't be read. */
  static open(path: string): { journal: Journal; entries: JournalEntry[] } {
    mkdirSync(dirname(path), { recursive: true });
    const bytes = existsSync(path) ? readFileSync(path) : Buffer.alloc(0);
    const wholeLength = bytes.lastIndexOf(10) + 1;
    const entries: JournalEntry[] = [];
    for (let start = 0; start < wholeLength; ) {
      const end = bytes.indexOf(10, start);
      entries.push(decodeLine(bytes.toString("utf8", start, end)));
      start = end + 1;
    }
    const fd = openSync(path, "a");
    if (wholeLength < bytes.length) ftruncateSync(fd, wholeLength);
    return { journal: new Journal(path, fd, wholeLength), entries };
  }

  get bytes(): number {
    return this.#bytes;
  }

  append(entry: JournalEntry): void {
    const line = Buffer.from(encodeLine(entry));
    let written = 0;
    try {
      while (written < line.length) written += writeSync(this.#fd, line, written);
    } catch (error) {
      // A disk that filled up half-way must not leave a torn line in front of the next one.
      ftruncateSync(this.#fd, this.#bytes);
      throw error;
    }
    this.#bytes += line.length;
  }

  /** Replaces the file by a shorter one that says the same. Whole or not at all: written aside, then renamed. */
  rewrite(entries: Iterable<JournalEntry>): void {
    const aside = `${this.path}.new`;
    const fd = openSync(aside, "w");
    let bytes = 0;
    for (const entry of entries) {
      const line = Buffer.from(encodeLine(entry));
      for (let written = 0; written < line.length; ) written += writeSync(fd, line, written);
      bytes += line.length;
    }
    fsyncSync(fd);
    closeSync(fd);
    renameSync(aside, this.path);
    closeSync(this.#fd);
    this.#fd = openSync(this.path, "a");
    this.#bytes = bytes;
  }

  close(): void {
    closeSync(this.#fd);
  }
}
