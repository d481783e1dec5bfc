/** One value of the address; undefined where it is missing, empty, given more than once or no text that a database keeps. */
export function searchParameter(value: string | string[] | undefined): string | undefined {
  return typeof value === "string" && value !== "" && !value.includes("\0") ? value : undefined;
}

/** All values of a page's address, each as `searchParameter` has it. */
export async function searchParameters(
  given: Promise<Record<string, string | string[] | undefined>>,
): Promise<Record<string, string | undefined>> {
  const entries = Object.entries(await given);
  return Object.fromEntries(entries.map(([name, value]) => [name, searchParameter(value)]));
}
