import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";
import { check } from "recheck";
import ts from "typescript";
import { expect, test } from "vitest";
import { projectRoot } from "../scripts/project-root";

/** Code that reads untrusted input: any pattern in here may meet it. */
const served = ["app", "components", "extension", "i18n", "lib", "sandbox", ":(glob)*.ts"];

type Pattern = { source: string; flags: string; where: string };

/** The patterns of a file. A value in a template counts as `x`; a pattern that is built otherwise can't be checked. */
function patternsOf(file: string, text: string): Pattern[] {
  const tree = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const found: Pattern[] = [];
  const visit = (node: ts.Node) => {
    const where = `${file}:${tree.getLineAndCharacterOfPosition(node.getStart()).line + 1}`;
    if (ts.isRegularExpressionLiteral(node)) {
      const end = node.text.lastIndexOf("/");
      found.push({ source: node.text.slice(1, end), flags: node.text.slice(end + 1), where });
    }
    if ((ts.isNewExpression(node) || ts.isCallExpression(node)) && node.expression.getText() === "RegExp") {
      const [source, flags] = node.arguments ?? [];
      found.push({ source: textOf(source), flags: flags ? textOf(flags) : "", where });
    }
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return found;
}

function textOf(node: ts.Expression | undefined): string {
  if (node && ts.isStringLiteralLike(node)) return node.text;
  if (node && ts.isTemplateExpression(node)) {
    return [node.head.text, ...node.templateSpans.map(({ literal }) => `x${literal.text}`)].join("");
  }
  throw new Error(`This pattern can't be read: ${node?.getText()}`);
}

/** The patterns that can take more than linear time, each with recheck's finding. */
async function slowOnes(patterns: Pattern[]): Promise<string[]> {
  const said: string[] = [];
  // In sequence: in parallel they would take each other's time and run into the timeout.
  for (const { source, flags, where } of patterns) {
    const judged = await check(source, flags, { timeout: 60_000 });
    const found = judged.status === "vulnerable" ? judged.complexity.summary : "could not be judged";
    if (judged.status !== "safe") said.push(`${where} /${source}/${flags} ${found}`);
  }
  return said;
}

test("no pattern that runs on the server takes more than linear time", async () => {
  const { stdout } = spawnSync("git", ["ls-files", ...served], { cwd: projectRoot, encoding: "utf8" });
  const files = stdout.split("\n").filter((file) => /\.tsx?$/.test(file) && !/\.test\.tsx?$/.test(file));
  const patterns = files.flatMap((file) => patternsOf(file, readFileSync(path.join(projectRoot, file), "utf8")));
  expect(patterns.length).toBeGreaterThan(100);
  expect(await slowOnes(patterns)).toEqual([]);
}, 240_000);

test.each([
  ["a list with spaces around its commas", String.raw`"".split(/\s*,\s*/)`, "2nd degree"],
  ["a browser's user agent", String.raw`/\bVersion\/[\d.]+.*Safari\//.test("")`, "2nd degree"],
  ["a repeat within a repeat", 'new RegExp("^(x+)+$")', "exponential"],
])("%s is seen to be slow", async (_what, text, degree) => {
  expect(await slowOnes(patternsOf("a.ts", text))).toEqual([expect.stringContaining(degree)]);
});

test("a pattern that can't be read is an error", () => {
  expect(() => patternsOf("a.ts", "new RegExp(words.join('|'))")).toThrow("can't be read");
});
