import { readFileSync } from "node:fs";
import path from "node:path";
import { chromium } from "playwright";
import { locales } from "@/lib/core/locales";
import { ensureBrowser } from "./ensure-browser";
import { projectRoot } from "./project-root";

/**
 * `npx tsx scripts/render-brand-images.ts`: makes the pictures that others show of us from the mark in app/icon.svg: the
 * home-screen icon, the card of a shared link in each language, and the sample extension's icons from its own drawing. Run
 * it when a mark or the front page's words change.
 */
const icon = readFileSync(path.join(projectRoot, "app", "icon.svg"), "utf8");
const font = (family: string, file: string) =>
  `@font-face { font-family: "${family}"; font-weight: 200 800; src: url(data:font/woff2;base64,${readFileSync(
    path.join(projectRoot, "node_modules", "@fontsource-variable", file),
  ).toString("base64")}); }`;
const style = `
  ${font("Bricolage", "bricolage-grotesque/files/bricolage-grotesque-latin-opsz-normal.woff2")}
  ${font("Hanken", "hanken-grotesk/files/hanken-grotesk-latin-wght-normal.woff2")}
  * { box-sizing: border-box; margin: 0 }
  body { width: 100vw; height: 100vh; overflow: hidden; background: #0c2b22; color: #faf6ec; font-family: Hanken }
  .card { height: 100%; padding: 84px 88px; display: flex; flex-direction: column; position: relative }
  .name { display: flex; align-items: center; gap: 20px; font: 680 38px Bricolage; letter-spacing: -0.03em }
  .name svg { width: 64px; height: 64px }
  h1 { font: 680 92px/1.02 Bricolage; letter-spacing: -0.035em; width: 700px; margin-top: auto; text-wrap: balance; color: #faf6ec }
  p { font-size: 30px; margin-top: 28px; color: #c9d2c4 }
  .gate { position: absolute; right: -40px; bottom: -150px; width: 560px }
  .gate rect { fill: none }
  .gate path:first-of-type { fill: #1d4a3c }`;
const browser = await chromium.launch({
  executablePath: await ensureBrowser(),
  args: process.getuid?.() === 0 ? ["--no-sandbox"] : [],
});
const large = icon.replace("<svg", '<svg class="gate"');
for (const locale of locales) {
  const { brand, home, meta } = JSON.parse(readFileSync(path.join(projectRoot, "messages", `${locale}.json`), "utf8"));
  await render(
    `public/social-card.${locale}.png`,
    { width: 1200, height: 630 },
    `<div class="card"><div class="name">${icon}${brand.name}</div><h1>${home.hero.title}</h1><p>${meta.title}</p>${large}</div>`,
  );
}
await render(
  "app/apple-icon.png",
  { width: 180, height: 180 },
  `${icon.replace(' rx="7"', "")}<style>svg{width:180px}</style>`,
);
const sampleIcons = path.join("extension", "sample", "icons");
const sampleIcon = readFileSync(path.join(projectRoot, sampleIcons, "icon.svg"), "utf8");
for (const size of [16, 32, 48, 128]) {
  await render(
    path.join(sampleIcons, `${size}.png`),
    { width: size, height: size },
    `${sampleIcon}<style>body{background:none} svg{display:block;width:100vw;height:100vh}</style>`,
  );
}
await browser.close();

async function render(file: string, viewport: { width: number; height: number }, body: string): Promise<void> {
  const page = await browser.newPage({ viewport });
  await page.setContent(`<!doctype html><style>${style}</style>${body}`);
  await page.evaluate(() => document.fonts.ready);
  await page.screenshot({ path: path.join(projectRoot, file), omitBackground: true });
  await page.close();
}
