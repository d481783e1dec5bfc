// `node scripts/build-fonts.mjs`: makes the app's web fonts from the packages they come in, into generated/fonts/. Plain
// Node, because scripts/bootstrap.mjs runs it before anything else, whenever this file or the packages have changed.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import subsetFont from "subset-font";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");
const out = path.join(root, "generated", "fonts");

/** Every character of the package's latin file stays. What goes are the weights and sizes that no page shows. */
const fonts = {
  headline: {
    source: "bricolage-grotesque/files/bricolage-grotesque-latin-opsz-normal.woff2",
    variationAxes: { wght: 650, opsz: { min: 14, max: 76 } },
  },
  text: {
    source: "hanken-grotesk/files/hanken-grotesk-latin-wght-normal.woff2",
    variationAxes: { wght: { min: 400, max: 700 } },
  },
  code: {
    source: "jetbrains-mono/files/jetbrains-mono-latin-wght-normal.woff2",
    variationAxes: { wght: { min: 400, max: 700 } },
  },
};
const copyrightLicenceAndItsAddress = [0, 13, 14];

mkdirSync(out, { recursive: true });
for (const [name, { source, variationAxes }] of Object.entries(fonts)) {
  const file = path.join(root, "node_modules", "@fontsource-variable", source);
  const font = await subsetFont(readFileSync(file), undefined, {
    keepAllGlyphs: true,
    variationAxes,
    preserveNameIds: copyrightLicenceAndItsAddress,
    targetFormat: "woff2",
  });
  writeFileSync(path.join(out, `${name}.woff2`), font);
}
