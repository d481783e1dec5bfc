import { invalidRequest } from "./errors";

/** A decoded parameter tree: every leaf is the text that was sent. */
export type FormValue = string | FormValue[] | FormObject;
export type FormObject = { [key: string]: FormValue };

const maxDepth = 12;
const maxParameters = 2_000;

/**
 * Decodes Stripe's nested form encoding: `a[b]=1`, `a[]=1`, `a[0][c]=1`. Throws a Stripe-shaped 400 on brackets that
 * don't match, on a name used both as a value and as an object, on bad percent-encoding, and on unreasonable size.
 */
export function parseForm(encoded: string): FormObject {
  const root: Branch = new Map();
  const parts = encoded.split("&").filter((part) => part !== "");
  if (parts.length > maxParameters) throw invalidRequest("Too many parameters.");
  for (const part of parts) {
    const equals = part.indexOf("=");
    const name = decode(equals < 0 ? part : part.slice(0, equals));
    const value = equals < 0 ? "" : decode(part.slice(equals + 1));
    insert(root, splitName(name), value, name);
  }
  return toObject(root);
}

type Branch = Map<string, Branch | string>;

function decode(text: string): string {
  try {
    return decodeURIComponent(text.replace(/\+/g, " "));
  } catch {
    throw invalidRequest("Invalid request: the parameters are not properly URL-encoded.");
  }
}

function splitName(name: string): string[] {
  const match = /^([^[\]]+)((?:\[[^[\]]*\])*)$/.exec(name);
  if (!match?.[1]) throw invalidRequest(`Invalid parameter name: ${name.slice(0, 100)}`);
  const rest = (match[2] ?? "").split("[").slice(1);
  if (rest.length > maxDepth) throw invalidRequest(`Parameter nested too deeply: ${name.slice(0, 100)}`);
  return [match[1], ...rest.map((key) => key.slice(0, -1))];
}

function insert(root: Branch, path: string[], value: string, name: string): void {
  let branch = root;
  path.forEach((rawKey, depth) => {
    const key = rawKey === "" ? String(branch.size) : rawKey;
    const existing = branch.get(key);
    const clash = invalidRequest(`Invalid request: ${name.slice(0, 100)} is given twice in different shapes.`);
    if (depth === path.length - 1) {
      if (existing instanceof Map) throw clash;
      branch.set(key, value);
      return;
    }
    if (typeof existing === "string") throw clash;
    const next: Branch = existing ?? new Map();
    branch.set(key, next);
    branch = next;
  });
}

function toValue(node: Branch | string): FormValue {
  if (typeof node === "string") return node;
  const keys = [...node.keys()];
  const isArray = keys.every((key, index) => key === String(index));
  return isArray ? [...node.values()].map(toValue) : toObject(node);
}

function toObject(branch: Branch): FormObject {
  // A null prototype, because names come from outside: `__proto__` is then a name like any other.
  const object: FormObject = Object.create(null);
  for (const [key, node] of branch) object[key] = toValue(node);
  return object;
}
