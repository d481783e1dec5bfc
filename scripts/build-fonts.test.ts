import { readFileSync, statSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { projectRoot } from "./project-root";

const fonts = path.join(projectRoot, "generated", "fonts");

test("what every page waits for in fonts stays below 64 kB", () => {
  const bytes = ["headline", "text"].map((name) => statSync(path.join(fonts, `${name}.woff2`)).size);
  expect(bytes.reduce((sum, size) => sum + size, 0)).toBeLessThan(64_000);
});

test.each(["headline", "text", "code"])("%s is a font that browsers of today can read", (name) => {
  expect(readFileSync(path.join(fonts, `${name}.woff2`)).toString("latin1", 0, 4)).toBe("wOF2");
});
