import { readFileSync } from "node:fs";

/** The last lines of a text file; empty when it can't be read. */
export function lastLines(file: string, count: number): string {
  try {
    return readFileSync(file, "utf8").trimEnd().split("\n").slice(-count).join("\n");
  } catch {
    return "";
  }
}
