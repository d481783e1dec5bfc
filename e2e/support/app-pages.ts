import { readdirSync } from "node:fs";
import path from "node:path";

const app = path.join(import.meta.dirname, "..", "..", "app");

/** The addresses of the pages in the source tree that need nothing but their address: those without a part that varies. */
export function plainPages(): string[] {
  return readdirSync(app, { recursive: true, encoding: "utf8" })
    .filter((file) => path.basename(file) === "page.tsx" && !file.includes("["))
    .map((file) => {
      const parts = path.dirname(file).split(path.sep);
      return `/${parts.filter((part) => part !== "." && !/^\(.*\)$/.test(part)).join("/")}`;
    });
}
