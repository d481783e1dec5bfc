/** One value of the address; undefined where it is missing, empty or given more than once. */
export function searchParameter(value: string | string[] | undefined): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}
