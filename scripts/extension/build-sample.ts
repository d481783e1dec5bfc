import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { build } from "esbuild";
import { demoExtensionKey, demoLeaseRoots } from "@/lib/platform/demo-secrets";
import { projectRoot, stateDir } from "../project-root";

const source = path.join(projectRoot, "extension", "sample");
const copied = ["popup.html", "options.html", "mark.svg", "icons", "_locales"];
/** The web fonts of the app, as scripts/build-fonts.mjs makes them, and the weights that they have. */
const fonts = [
  { family: "Bricolage Grotesque", file: "headline.woff2", weight: "600 700" },
  { family: "Hanken Grotesk", file: "text.woff2", weight: "400 700" },
];

/** Where the sample of a demo lies, ready for "Load unpacked". */
const sampleDir = path.join(stateDir, "sample-extension");

export type SampleOptions = {
  server: string;
  out?: string;
  /** A content script for pages that match. Only tests have one. */
  contentScript?: { file: string; matches: string[] };
};

/**
 * Builds the sample extension for this server, and for no other: its origin is the only host permission, the only one that
 * may send messages, and written into the code. Returns the folder, which is emptied first.
 */
export async function buildSample({ server, out = sampleDir, contentScript }: SampleOptions): Promise<string> {
  const { origin } = new URL(server);
  rmSync(out, { recursive: true, force: true });
  mkdirSync(out, { recursive: true });
  for (const name of copied) {
    cpSync(path.join(source, name), path.join(out, name), {
      recursive: true,
      filter: (file) => !file.endsWith("icon.svg"),
    });
  }
  writeFileSync(path.join(out, "manifest.json"), JSON.stringify(manifestFor(origin, contentScript?.matches), null, 2));
  writeFileSync(path.join(out, "styles.css"), `${copyFonts(out)}${readTokens()}${read("styles.css")}`);
  await build({
    absWorkingDir: source,
    entryPoints: [
      ...["background", "popup", "options"].map((name) => ({ in: `src/${name}.ts`, out: name })),
      ...(contentScript ? [{ in: contentScript.file, out: "content" }] : []),
    ],
    outdir: out,
    bundle: true,
    format: "esm",
    target: "chrome123",
    minify: true,
    define: { GATEHOUSE: JSON.stringify({ server: origin, roots: demoLeaseRoots }) },
    logLevel: "warning",
  });
  return out;
}

/** The committed manifest, with the demo's fixed id and this one server. */
function manifestFor(origin: string, contentScriptMatches?: string[]): object {
  const onlyTheServer = [`${origin}/*`];
  return {
    ...JSON.parse(read("manifest.json")),
    key: demoExtensionKey,
    host_permissions: onlyTheServer,
    externally_connectable: { matches: onlyTheServer },
    ...(contentScriptMatches && { content_scripts: [{ matches: contentScriptMatches, js: ["content.js"] }] }),
  };
}

/** The product's own colours, which are as light or dark as the system. */
function readTokens(): string {
  const css = readFileSync(path.join(projectRoot, "app", "globals.css"), "utf8");
  const tokens = /^:root \{([^}]+)\}/m.exec(css)?.[1];
  if (!tokens) throw new Error("app/globals.css has no block :root.");
  return `:root {${tokens}--mark: light-dark(var(--primary), var(--ink));}\n`;
}

function copyFonts(out: string): string {
  const rules = fonts.map(({ family, file, weight }) => {
    cpSync(path.join(projectRoot, "generated", "fonts", file), path.join(out, file));
    return `@font-face { font-family: "${family}"; font-weight: ${weight}; src: url("${file}") format("woff2"); }\n`;
  });
  return rules.join("");
}

function read(name: string): string {
  return readFileSync(path.join(source, name), "utf8");
}
