// Plain Node, because scripts/bootstrap.mjs runs it before anything is installed.
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";

/** Writes generated/messages.ts where it is missing or another file of messages has come, gone or been renamed. */
export function writeMessagesModule(root) {
  const file = path.join(root, "generated", "messages.ts");
  const wanted = messagesModule(path.join(root, "messages"));
  if (existsSync(file) && readFileSync(file, "utf8") === wanted) return;
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, wanted);
}

/**
 * The module that holds the texts of every language: each bundler, tsx and the compiler read it alike. A file's path below
 * its language is its namespace; `staff.json` and the files in `staff/` are one group, so no name may stand in both.
 */
export function messagesModule(folder) {
  const imports = [];
  const languages = foldersIn(folder).map((language) => {
    const files = readdirSync(path.join(folder, language), { recursive: true, encoding: "utf8" })
      .filter((file) => file.endsWith(".json"))
      .map((file) => file.slice(0, -".json".length).split(path.sep))
      .sort((one, other) => (one.join("/") < other.join("/") ? -1 : 1));
    const root = { children: new Map() };
    for (const names of files) {
      const variable = [language, ...names].join("_");
      imports.push(`import ${variable} from "@/messages/${language}/${names.join("/")}.json";`);
      add(root, names, variable);
    }
    refuseTwins(path.join(folder, language), root, []);
    return `  ${language}: ${write(root, "  ")},`;
  });
  return [
    "// Written by scripts/list-messages.mjs from the files in messages/.",
    ...imports,
    "",
    "export const messages = {",
    ...languages,
    "};",
    "",
  ].join("\n");
}

function foldersIn(folder) {
  const entries = readdirSync(folder, { withFileTypes: true });
  return entries.flatMap((entry) => (entry.isDirectory() ? [entry.name] : [])).sort();
}

function add(group, [name, ...rest], variable) {
  if (!/^[a-zA-Z]\w*$/.test(name)) throw new Error(`${name} can't be part of a namespace: letters and digits only.`);
  const child = group.children.get(name) ?? { children: new Map() };
  group.children.set(name, child);
  if (rest.length === 0) child.variable = variable;
  else add(child, rest, variable);
}

/** A name in a file and in the folder beside it would hide the texts of one of them. */
function refuseTwins(folder, group, names) {
  for (const [name, child] of group.children) {
    const below = [...names, name];
    if (child.variable !== undefined && child.children.size > 0) {
      const keys = Object.keys(JSON.parse(readFileSync(path.join(folder, `${below.join("/")}.json`), "utf8")));
      const twin = keys.find((key) => child.children.has(key));
      if (twin) throw new Error(`${below.join("/")}.json and ${[...below, twin].join("/")}.json both hold ${twin}.`);
    }
    refuseTwins(folder, child, below);
  }
}

function write({ variable, children }, indent) {
  if (children.size === 0) return variable;
  const inner = [...children].map(([name, child]) => `${indent}  ${name}: ${write(child, `${indent}  `)},`);
  const own = variable === undefined ? [] : [`${indent}  ...${variable},`];
  return ["{", ...own, ...inner, `${indent}}`].join("\n");
}
