import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import ts from "typescript";
import { projectRoot } from "../project-root";

/** The library may weigh this much, packed as a server would send it; an extension loads it in each of its pages. */
const mostGzipBytes = 12_000;

const folder = path.join(projectRoot, "extension", "client");
const entry = path.join(folder, "src", "index.ts");

/**
 * Names of properties that never leave the module: no storage, no wire, no browser and no developer sees them, so they may
 * be shortened. The test beside this file runs what comes out.
 */
const inner =
  "platform|store|session|thumbprint|deviceFacts|contact|codes|browserNow|isFresh|verdict|access|counts|offered|taken|" +
  "isNew|changes|readAgain|update|withLock|setAlarm|onRing|redirectUrl|openSignIn|openTab|onAsk|onWebPage|keepKeyPair|" +
  "isPage|after|look|ifDue|signInHere|isForced|leastMs|issuedAt|renewAfter|offsetMs|deviceEpoch|sentKeys|redirectUri|" +
  "eagerMs|longestMs|retryAfterMs|eagerPauseMs|pauseMs|begin|report|ask|read|write|send|call|start|isContentScript|onTold|" +
  "tell|buying|redeem|served|watch|profile";

export type BuiltClient = { file: string; gzipBytes: number };

/**
 * Makes `extension/client/dist`, or that folder: one ES module without dependencies, and its types. Minified; the source map shows a
 * store's reviewer what it was.
 * @throws when it has grown beyond its limit, or when the types don't hold
 */
export async function buildClient({ out: outdir = path.join(folder, "dist") } = {}): Promise<BuiltClient> {
  rmSync(outdir, { recursive: true, force: true });
  const file = path.join(outdir, "index.js");
  await build({
    absWorkingDir: projectRoot,
    entryPoints: [entry],
    outfile: file,
    bundle: true,
    format: "esm",
    platform: "browser",
    target: ["chrome120", "firefox121"],
    minify: true,
    // The fields of a class are set by its constructor, so that they need not be declared as well.
    tsconfigRaw: { compilerOptions: { useDefineForClassFields: false } },
    mangleProps: new RegExp(`^(${inner})$`),
    sourcemap: true,
    logLevel: "warning",
  });
  emitTypes(outdir);
  const gzipBytes = gzipSync(readFileSync(file), { level: 9 }).length;
  if (gzipBytes > mostGzipBytes)
    throw new Error(`The client weighs ${gzipBytes} bytes gzipped; ${mostGzipBytes} is the most.`);
  return { file, gzipBytes };
}

/** One declaration file per source file that the entry's types reach. Node's resolution wants their endings written out. */
function emitTypes(outdir: string): void {
  const options: ts.CompilerOptions = {
    target: ts.ScriptTarget.ES2022,
    lib: ["lib.es2023.d.ts", "lib.dom.d.ts", "lib.dom.iterable.d.ts"],
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    strict: true,
    declaration: true,
    emitDeclarationOnly: true,
    types: [],
    skipLibCheck: true,
    rootDir: path.join(folder, "src"),
    outDir: outdir,
  };
  const program = ts.createProgram([entry], options);
  const problems = [...ts.getPreEmitDiagnostics(program), ...program.emit().diagnostics];
  if (problems.length > 0) {
    const host = {
      getCanonicalFileName: (name: string) => name,
      getCurrentDirectory: () => projectRoot,
      getNewLine: () => "\n",
    };
    throw new Error(ts.formatDiagnostics(problems, host));
  }
  keepReachable(outdir);
}

function keepReachable(outdir: string): void {
  const reachable = new Set<string>();
  const visit = (name: string) => {
    if (reachable.has(name)) return;
    reachable.add(name);
    const file = path.join(outdir, `${name}.d.ts`);
    const text = readFileSync(file, "utf8");
    for (const [, imported = ""] of text.matchAll(/from "\.\/([\w-]+)"/g)) visit(imported);
    writeFileSync(file, text.replaceAll(/from "(\.\/[\w-]+)"/g, 'from "$1.js"'));
  };
  visit("index");
  for (const file of readdirSync(outdir)) {
    if (file.endsWith(".d.ts") && !reachable.has(file.replace(/\.d\.ts$/, ""))) rmSync(path.join(outdir, file));
  }
}
