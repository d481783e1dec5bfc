import { appendFileSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { Message } from "./message";

const kept = 500;

/** The last 500 mails, newest first, in memory and as lines of a file that survives a restart. */
export class Mailbox {
  private messages: Message[];
  private linesInFile: number;

  constructor(private readonly file: string) {
    mkdirSync(path.dirname(file), { recursive: true });
    this.messages = readMessages(file).slice(0, kept);
    this.linesInFile = 0;
    this.rewrite();
  }

  add(message: Message): void {
    this.messages = [message, ...this.messages].slice(0, kept);
    appendFileSync(this.file, `${JSON.stringify(message)}\n`);
    this.linesInFile += 1;
    if (this.linesInFile > 2 * kept) this.rewrite();
  }

  /** All mails, or those to one recipient; capitals don't matter. */
  list(recipient: string | null): Message[] {
    if (recipient === null) return this.messages;
    const wanted = recipient.toLowerCase();
    return this.messages.filter(({ to }) => to.some((address) => address.toLowerCase() === wanted));
  }

  find(id: string): Message | null {
    return this.messages.find((message) => message.id === id) ?? null;
  }

  clear(): void {
    this.messages = [];
    this.rewrite();
  }

  private rewrite(): void {
    const lines = this.messages.toReversed().map((message) => `${JSON.stringify(message)}\n`);
    writeFileSync(`${this.file}.new`, lines.join(""));
    renameSync(`${this.file}.new`, this.file);
    this.linesInFile = lines.length;
  }
}

/** Newest first. A line that a kill cut short is left out. */
function readMessages(file: string): Message[] {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch {
    return [];
  }
  return text
    .split("\n")
    .flatMap((line) => {
      try {
        return [JSON.parse(line) as Message];
      } catch {
        return [];
      }
    })
    .reverse();
}
