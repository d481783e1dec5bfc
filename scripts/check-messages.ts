import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { projectRoot } from "./project-root";
import { compareMessages } from "./testing/compare-messages";

/** A step of `npm run check`: every language has the same texts with the same values to fill in. */
const folder = path.join(projectRoot, "messages");
const [reference = "en.json", ...others] = readdirSync(folder).sort();
const read = (file: string): unknown => JSON.parse(readFileSync(path.join(folder, file), "utf8"));

const problems = others.flatMap((file) =>
  compareMessages(read(reference), read(file)).map((problem) => `messages/${file}: ${problem}`),
);
for (const problem of problems) console.error(problem);
process.exit(problems.length === 0 ? 0 : 1);
