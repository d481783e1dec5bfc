import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { holdsToken } from "@/components/telemetry/holds-token";

const app = path.join(import.meta.dirname, "..", "..", "app");

/** The addresses of the pages that take a token from their address. */
const pagesWithToken = readdirSync(app, { recursive: true, encoding: "utf8" })
  .filter((file) => path.basename(file) === "page.tsx")
  .filter((file) => /searchParams[\s\S]*\btoken\b/.test(readFileSync(path.join(app, file), "utf8")))
  .map((file) => `/${path.dirname(file).replace(/\([^)]+\)\/?/g, "")}`);

test("nothing is counted or reported on a page whose address holds a token", () => {
  expect(pagesWithToken).toContain("/sign-in/confirm");
  for (const page of pagesWithToken) {
    expect(holdsToken(page), page).toBe(true);
    expect(holdsToken(`/nl${page}`), page).toBe(true);
  }
});

test.each(["/", "/nl", "/pricing", "/account/settings", "/signing-in", "/docs/connect"])(
  "%s may be counted",
  (page) => {
    expect(holdsToken(page)).toBe(false);
  },
);
