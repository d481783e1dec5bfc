import path from "node:path";
import { parseArgs } from "node:util";
import { buildClient } from "./extension/build-client";
import { buildSample } from "./extension/build-sample";
import { checkPackage } from "./extension/check-package";
import { projectRoot } from "./project-root";

/**
 * `npm run extension [-- --server ORIGIN --out DIR]`: builds the client library into extension/client/dist and checks it as npm would
 * publish it, then the sample extension for that server, ready for "Load unpacked".
 */
const { values } = parseArgs({
  options: { server: { type: "string", default: "http://localhost:3000" }, out: { type: "string" } },
});

const { file, gzipBytes } = await buildClient();
console.log(`${path.relative(projectRoot, file)}: ${(gzipBytes / 1024).toFixed(1)} kB gzipped`);
const problems = await checkPackage();
for (const problem of problems) console.error(problem);
console.log(`${path.relative(projectRoot, await buildSample(values))}: the sample for ${values.server}`);
if (problems.length > 0) process.exitCode = 1;
