import path from "node:path";
import ts from "typescript";
import { expect, test } from "vitest";
import { projectRoot } from "../project-root";
import { unusedMessages } from "./unused-messages";

const file = path.join(projectRoot, "scripts", "testing", "planted.ts");
const keys = ["a.one", "a.two", "a.state.on", "a.state.off", "b.one", "b.two"];

const options: ts.CompilerOptions = {
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  strict: true,
  skipLibCheck: true,
  types: [],
};
/** Everything but the planted file, read once. */
const sources = new Map<string, ts.SourceFile | undefined>();

/** What stays unused where only this code asks for texts. */
function unusedAfter(code: string): string[] {
  const source = `
    import { createTranslator } from "use-intl/core";
    const messages = { a: { one: "", two: "", state: { on: "", off: "" } }, b: { one: "", two: "" } };
    const group = <const Name extends "a" | "b">(namespace: Name) => createTranslator({ locale: "en", messages, namespace });
    ${code}
  `;
  const host = ts.createCompilerHost(options);
  const sourceOf = host.getSourceFile;
  host.getSourceFile = (name, ...rest) => {
    if (name === file) return ts.createSourceFile(name, source, ts.ScriptTarget.ES2023, true);
    if (!sources.has(name)) sources.set(name, sourceOf(name, ...rest));
    return sources.get(name);
  };
  const program = ts.createProgram([file], options, host);
  expect(ts.getPreEmitDiagnostics(program).map(({ messageText }) => messageText)).toEqual([]);
  return unusedMessages(keys, program);
}

const guard = `
  function hasText<Key extends string>(t: { (key: Key): unknown; has(key: string): boolean }, key: string): key is Key {
    return t.has(key);
  }`;

test.each([
  ["is asked for by no name", 'group("a")("one"); group("a").rich("two");', "a.state.on a.state.off b.one b.two"],
  ["has the name of a text of another group", 'group("b")("one");', "a.one a.two a.state.on a.state.off b.two"],
  [
    "is of a state that can't be",
    `declare const state: "on"; group("a")(\`state.\${state}\`); group("a")("one");`,
    "a.two a.state.off b.one b.two",
  ],
  [
    "has no key that a guard lets through",
    `${guard}
     const t = group("a");
     declare const code: string;
     const key = \`state.\${code}\` as const;
     if (hasText(t, key)) t(key);`,
    "a.one a.two b.one b.two",
  ],
  [
    "is none of those that a function takes a translator for",
    'declare function phrase(t: (key: "one") => string): string; const t = group("a"); phrase(t);',
    "a.two a.state.on a.state.off b.one b.two",
  ],
  [
    "is in neither of two groups that are asked",
    'declare const either: "a" | "b"; group(either)("one");',
    "a.two a.state.on a.state.off b.two",
  ],
])("finds the text that %s", { timeout: 60_000 }, (_, code, unused) => {
  expect(unusedAfter(code)).toEqual(unused.split(" "));
});
