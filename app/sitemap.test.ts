import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import robots from "@/app/robots";
import sitemap from "@/app/sitemap";
import { publicPaths } from "@/lib/web/public-paths";

const site = path.join(import.meta.dirname, "(site)");

/** The pages that describe themselves to search engines, by what they tell `publicMetadata`. */
const described = readdirSync(site, { recursive: true, encoding: "utf8" })
  .filter((file) => path.basename(file) === "page.tsx")
  .flatMap((file) => /publicMetadata\("([^"]+)"/.exec(readFileSync(path.join(site, file), "utf8"))?.[1] ?? []);

test("the map lists every page that search engines are told about, and no other", () => {
  expect([...publicPaths].sort()).toEqual(described.sort());
});

test("each page is there in each language, with its addresses in all of them", () => {
  const prices = sitemap().filter(({ url }) => url.endsWith("/pricing"));
  expect(prices.map(({ url }) => url)).toEqual(["http://127.0.0.1:3000/pricing", "http://127.0.0.1:3000/nl/pricing"]);
  for (const { alternates } of prices) {
    expect(alternates?.languages).toEqual({
      en: "http://127.0.0.1:3000/pricing",
      nl: "http://127.0.0.1:3000/nl/pricing",
      "x-default": "http://127.0.0.1:3000/pricing",
    });
  }
});

test("nothing on the map is forbidden to robots, and what only programs ask is", () => {
  const { rules } = robots();
  const forbidden = (Array.isArray(rules) ? rules : [rules]).flatMap(({ disallow }) => disallow ?? []);
  for (const { url } of sitemap()) {
    expect(forbidden.filter((prefix) => new URL(url).pathname.startsWith(prefix))).toEqual([]);
  }
  expect(forbidden).toEqual(expect.arrayContaining(["/api/", "/oauth/"]));
});
