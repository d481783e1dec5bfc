import { format } from "node:util";
import { afterEach } from "vitest";

/*
 * An error that is only printed is an error that nobody sees. A test that expects one spies on console.error itself,
 * which takes this one's place until the mocks are restored.
 */
const printed: string[] = [];
const original = console.error;

console.error = (...values: unknown[]) => {
  printed.push(format(...values));
  original(...values);
};

afterEach(() => {
  const unexpected = printed.splice(0);
  if (unexpected.length > 0) throw new Error(`Unexpected console.error:\n${unexpected.join("\n")}`);
});
