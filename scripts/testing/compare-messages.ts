/**
 * What is wrong with a translation compared with the reference: texts that are missing, empty or superfluous, and texts
 * that fill in other values or tags, which would fail only when the page is shown.
 */
export function compareMessages(reference: unknown, translation: unknown): string[] {
  const wanted = new Map(flatten(reference));
  const given = new Map(flatten(translation));
  const missing = [...wanted.keys()].filter((key) => !given.has(key)).map((key) => `${key} is missing`);
  const superfluous = [...given.keys()]
    .filter((key) => !wanted.has(key))
    .map((key) => `${key} is in no other language`);
  const wrong = [...given].flatMap(([key, text]) => {
    const source = wanted.get(key);
    if (source === undefined) return [];
    if (text.trim() === "" && source.trim() !== "") return [`${key} is empty`];
    const [ours, theirs] = [placeholders(source), placeholders(text)];
    return ours === theirs ? [] : [`${key} fills in ${theirs || "nothing"} instead of ${ours || "nothing"}`];
  });
  return [...missing, ...superfluous, ...wrong];
}

function flatten(value: unknown, prefix = ""): [string, string][] {
  if (typeof value === "string") return [[prefix, value]];
  if (typeof value !== "object" || value === null)
    throw new Error(`${prefix || "The file"} is neither text nor a group.`);
  return Object.entries(value).flatMap(([key, child]) => flatten(child, prefix === "" ? key : `${prefix}.${key}`));
}

/** The names of the ICU arguments and rich-text tags of a message, each once, in alphabetical order. */
function placeholders(text: string): string {
  const names = [...text.matchAll(/\{\s*(\w+)\s*[,}]/g)].map(([, name]) => `{${name}}`);
  const tags = [...text.matchAll(/<(\w+)>/g)].map(([, name]) => `<${name}>`);
  return [...new Set([...names, ...tags])].sort().join(" ");
}
