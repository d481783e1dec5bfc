import { statSync } from "node:fs";
import path from "node:path";
import { messages } from "../generated/messages";
import { projectRoot } from "./project-root";
import { filesBelow } from "./stack/hash-sources";
import { compareMessages } from "./testing/compare-messages";

/** A step of `npm run check`: every language has the same texts with the same values to fill in, in files of the same names. */
const largestFile = 40_000;
const folder = path.join(projectRoot, "messages");
const { en: reference, ...others } = messages;
const filesOf = (locale: string) =>
  filesBelow(path.join(folder, locale)).map((file) => path.relative(path.join(folder, locale), file));

const known = filesOf("en");
const problems = Object.entries(others).flatMap(([locale, texts]) => [
  ...compareMessages(reference, texts).map((problem) => `messages/${locale}: ${problem}`),
  ...filesOf(locale).flatMap((file) => (known.includes(file) ? [] : `messages/${locale}/${file} is not in English`)),
]);
const tooLarge = filesBelow(folder)
  .filter((file) => statSync(file).size > largestFile)
  .map((file) => `${path.relative(projectRoot, file)} is larger than ${largestFile / 1000} kB: split it`);
for (const problem of [...problems, ...tooLarge]) console.error(problem);
process.exit(problems.length + tooLarge.length === 0 ? 0 : 1);
