import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { projectRoot } from "../scripts/project-root";

/*
 * A component that runs in the browser finds only the texts that were sent for it. Each page is followed through its
 * imports, and what its components in the browser ask for is compared with what its layouts and itself send.
 */
const app = path.join(projectRoot, "app");
const extensions = [".tsx", ".ts", "/index.ts"];

function resolveImport(from: string, specifier: string): string | null {
  if (!/^(@\/|\.)/.test(specifier)) return null;
  const base = specifier.startsWith("@/")
    ? path.join(projectRoot, specifier.slice(2))
    : path.resolve(path.dirname(from), specifier);
  return extensions.map((extension) => base + extension).find((file) => existsSync(file)) ?? null;
}

function importsOf(file: string, text: string): string[] {
  const found = text.matchAll(/(?:^|\n)(?:import|export)(?! type)[^;]*?from "([^"]+)"|import\("([^"]+)"\)/g);
  return [...found].flatMap(([, named, lazy]) => resolveImport(file, named ?? lazy ?? "") ?? []);
}

/** The namespaces that components ask for in the browser, by the file that asks. */
function askedFor(entries: string[]): Map<string, string> {
  const asked = new Map<string, string>();
  const seen = new Set<string>();
  const visit = (file: string, isBelowClient: boolean) => {
    const text = readFileSync(file, "utf8");
    const isClient = isBelowClient || text.startsWith('"use client"');
    if (seen.has(`${file}:${isClient}`)) return;
    seen.add(`${file}:${isClient}`);
    // An action that a component names stays on the server.
    if (text.startsWith('"use server"')) return;
    if (isClient) {
      for (const [, namespace] of text.matchAll(/useTranslations\((?:"([^"]+)")?\)/g)) {
        asked.set(namespace ?? "(all of them)", path.relative(projectRoot, file));
      }
    }
    for (const imported of importsOf(file, text)) visit(imported, isClient);
  };
  for (const entry of entries) visit(entry, false);
  return asked;
}

function sentBy(file: string): string[] {
  const lists = readFileSync(file, "utf8").matchAll(/namespaces=\{\[([^\]]*)\]\}/g);
  return [...lists].flatMap(([, list = ""]) => [...list.matchAll(/"([^"]+)"/g)].map(([, name = ""]) => name));
}

/** The page with everything that stands around it or in its place. */
function filesOf(page: string): string[] {
  const files = [page];
  for (let folder = path.dirname(page); folder.startsWith(app); folder = path.dirname(folder)) {
    const around = ["layout", "error", "loading", "not-found", "global-error"].map((name) => `${folder}/${name}.tsx`);
    files.push(...around.filter((file) => existsSync(file)));
  }
  return files;
}

const pages = readdirSync(app, { recursive: true, encoding: "utf8" })
  .filter((file) => path.basename(file) === "page.tsx")
  .map((file) => path.join(app, file));

test.each(pages.map((page) => [path.relative(app, page), page]))(
  "%s sends every text that its components read in the browser",
  (_, page) => {
    const files = filesOf(page);
    const sent = files.flatMap(sentBy);
    const missing = [...askedFor(files)].filter(
      ([namespace]) => !sent.some((name) => namespace === name || namespace.startsWith(`${name}.`)),
    );
    expect(missing).toEqual([]);
  },
);

test("public pages send no texts to the browser, but for the one that waits for a mail", () => {
  const publicPages = pages.filter((page) => page.startsWith(path.join(app, "(site)")));
  const sending = publicPages.filter((page) => filesOf(page).flatMap(sentBy).length > 0);
  expect(sending.map((page) => path.relative(app, page))).toEqual(["(site)/sign-in/check-mail/page.tsx"]);
});
