/** Where `actual` is not what was expected, e.g. `card.last4: "4242" expected, got null`; null when nowhere. */
export function findDifference(expected: unknown, actual: unknown, path = ""): string | null {
  if (isPlainObject(expected) && isPlainObject(actual)) {
    for (const [key, value] of Object.entries(expected)) {
      const difference = findDifference(value, actual[key], path === "" ? key : `${path}.${key}`);
      if (difference) return difference;
    }
    return null;
  }
  const [wanted, got] = [JSON.stringify(expected), JSON.stringify(actual)];
  return wanted === got ? null : `${path}: ${wanted} expected, got ${got}`;
}

function isPlainObject(value: unknown): value is { [key: string]: unknown } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
