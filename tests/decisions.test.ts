import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";

const folder = path.join(import.meta.dirname, "..", "docs", "decisions");
const read = (file: string) => readFileSync(path.join(folder, file), "utf8");

/** What each decision says of itself in its title and the paragraph below. */
const decisions = readdirSync(folder)
  .filter((file) => file !== "README.md")
  .map((file) => {
    const [title = "", head = ""] = read(file).split("\n\n");
    const [, status = ""] = head.replaceAll("\n", " ").split("Status: ");
    const [ownStatus = "", changes = ""] = status.split(/\b(?:Supersedes|Replaces)\b/);
    return {
      file,
      title: title.replace("# ", ""),
      status: /^(accepted; superseded in part by|accepted|superseded by)/.exec(status)?.[0],
      supersededBy: decisionsIn(ownStatus.split("superseded")[1] ?? ""),
      supersedes: decisionsIn(changes.split("Adds to")[0] ?? ""),
    };
  });

/** What the list says of each: `- [title](file)`, struck through if nothing of it holds, and what supersedes it. */
const listed = read("README.md")
  .split("\n")
  .filter((line) => /^- /.test(line))
  .map((line) => {
    const [, struck, title, file, rest = ""] = /^- (~~)?\[(.*?)\]\((.*?)\)(.*)$/.exec(line) ?? [];
    const part = rest.includes("in part") ? "accepted; superseded in part by" : "accepted";
    return { file, title, status: struck ? "superseded by" : part, supersededBy: decisionsIn(rest) };
  });

test("the list has every decision once, with its title and what has become of it", () => {
  const said = decisions.map(({ file, title, status, supersededBy }) => ({ file, title, status, supersededBy }));
  const byFile = (one: { file?: string }, other: { file?: string }) => `${one.file}`.localeCompare(`${other.file}`);
  expect(listed.toSorted(byFile)).toEqual(said.toSorted(byFile));
});

test("a decision's number is that of its file, and no other one's", () => {
  const numbers = decisions.map(({ file }) => Number.parseInt(file, 10));
  expect(decisions.map(({ title }) => Number.parseInt(title, 10))).toEqual(numbers);
  expect(new Set(numbers).size).toBe(numbers.length);
});

test("what a decision supersedes says so itself, and names no other one", () => {
  for (const { file, supersededBy } of decisions) {
    const number = Number.parseInt(file, 10);
    const newer = decisions.filter(({ supersedes }) => supersedes.includes(number));
    expect(supersededBy, file).toEqual(newer.map((decision) => Number.parseInt(decision.file, 10)));
  }
});

/** The decisions that a text names, as `0048` or `[48](0048-….md)`. */
function decisionsIn(text: string): number[] {
  const found = [...text.matchAll(/\[(\d+)\]\(|(?<!\()\b(0\d{3})\b/g)];
  return found.map(([, linked, named]) => Number(linked ?? named)).sort((one, other) => one - other);
}
