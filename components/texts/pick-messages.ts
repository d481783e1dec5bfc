type Messages = { [key: string]: Messages | string };

/** The part of the messages that lies under these namespaces; a dot leads further down: `errors.codes`. */
export function pickMessages(messages: Messages, namespaces: readonly string[]): Messages {
  const picked: Messages = {};
  for (const namespace of namespaces) copy(messages, picked, namespace.split("."));
  return picked;
}

function copy(from: Messages, to: Messages, [key = "", ...rest]: string[]): void {
  const value = from[key];
  if (value === undefined) throw new Error(`There are no messages under ${key}.`);
  if (rest.length === 0 || typeof value === "string") {
    to[key] = value;
    return;
  }
  const below = to[key];
  const target = typeof below === "object" ? below : {};
  to[key] = target;
  copy(value, target, rest);
}
