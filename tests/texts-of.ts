export type Texts = { [key: string]: string | Texts };

/** Every text of a file of messages, with its key. */
export function textsOf(messages: Texts, path = ""): [key: string, text: string][] {
  return Object.entries(messages).flatMap(([name, value]) => {
    const key = path ? `${path}.${name}` : name;
    return typeof value === "string" ? [[key, value] as [string, string]] : textsOf(value, key);
  });
}
