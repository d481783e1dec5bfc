import { mkdirSync, rmSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { type Browser, type BrowserContext, chromium } from "playwright";
import type { PersonaKey } from "@/prisma/personas";
import { persona } from "@/prisma/personas";
import { ensureBrowser } from "../scripts/ensure-browser";
import { projectRoot } from "../scripts/project-root";
import { picturePlan, type Shot } from "./support/picture-plan";

/**
 * `npm run screenshots`: every page of a running demo, per persona, width, theme and language, into .screenshots/. It
 * says which pages scroll sideways or complain in the console, and ends with 1 when there were any.
 */
const { values } = parseArgs({
  options: {
    url: { type: "string", default: "http://localhost:3000" },
    mail: { type: "string", default: "http://localhost:8025" },
    only: { type: "string", default: "" },
    out: { type: "string", default: path.join(projectRoot, ".screenshots") },
  },
});
process.env.E2E_APP_URL = values.url;
process.env.E2E_MAIL_URL = values.mail;
process.env.E2E_SANDBOX_URL ??= "http://127.0.0.1:12111";
const { signIn } = await import("./support/people");

const widths = { phone: { width: 390, height: 844 }, desktop: { width: 1280, height: 900 } };
const themes = ["light", "dark"] as const;
const languages = ["en", "nl"] as const;

type StorageState = Awaited<ReturnType<BrowserContext["storageState"]>>;

/** What one window takes: the pages of a person in one language, theme and width. */
type Round = {
  who: PersonaKey | null;
  shots: Shot[];
  language: (typeof languages)[number];
  theme: (typeof themes)[number];
  device: keyof typeof widths;
};

const complaints: string[] = [];
let taken = 0;
rmSync(values.out, { recursive: true, force: true });
mkdirSync(values.out, { recursive: true });
const args = process.getuid?.() === 0 ? ["--no-sandbox"] : [];
const browser = await chromium.launch({ executablePath: await ensureBrowser(), args });
const rounds: Round[] = [];
const states = new Map<PersonaKey, StorageState>();
for (const { who, shots } of picturePlan) {
  const wanted = shots.filter(({ name }) => name.includes(values.only));
  if (wanted.length === 0) continue;
  if (who) states.set(who, await signedInAs(browser, persona(who).email));
  for (const language of languages) {
    for (const theme of themes) {
      for (const device of ["phone", "desktop"] as const) rounds.push({ who, shots: wanted, language, theme, device });
    }
  }
}
// Two windows at once: one waits for its page while the other is drawn.
const queue = rounds.values();
const takeRounds = async () => {
  for (const round of queue) await takeRound(round);
};
await Promise.all([takeRounds(), takeRounds()]);
await browser.close();
console.log(`${taken} pictures in ${values.out}`);
for (const complaint of complaints) console.log(complaint);
process.exit(complaints.length > 0 ? 1 : 0);

async function takeRound({ who, shots, language, theme, device }: Round): Promise<void> {
  const context = await browser.newContext({
    viewport: widths[device],
    colorScheme: theme,
    reducedMotion: "reduce",
    locale: language,
    ...(who && { storageState: states.get(who) }),
  });
  await context.addCookies([{ name: "NEXT_LOCALE", value: language, url: values.url }]);
  for (const shot of shots) {
    const file = `${who ?? "stranger"}-${shot.name}-${device}-${theme}`;
    // One page that does not come costs its own picture and no other.
    await take(context, shot, { language, device, file }).catch((error: Error) => {
      complaints.push(`${file}-${language}: ${error.message.split("\n")[0]}`);
    });
  }
  await context.close();
  console.log(`${who ?? "stranger"}, ${language}, ${theme}, ${device}: ${shots.length} pages`);
}

async function signedInAs(from: Browser, email: string): Promise<StorageState> {
  const context = await from.newContext({ baseURL: values.url, locale: "en-GB" });
  await signIn(await context.newPage(), email);
  const state = await context.storageState();
  await context.close();
  return state;
}

async function take(
  context: BrowserContext,
  shot: Shot,
  how: { language: string; device: keyof typeof widths; file: string },
): Promise<void> {
  const page = await context.newPage();
  const name = `${how.file}-${how.language}`;
  page.on("console", (message) => {
    const isOurs = message.type() === "error" && !(shot.name === "not-found" && message.text().includes("404"));
    if (isOurs) complaints.push(`${name}: ${message.text()}`);
  });
  page.on("pageerror", (error) => complaints.push(`${name}: ${error.message}`));
  const prefix = how.language === "nl" && shot.isPublic ? "/nl" : "";
  await page.goto(`${values.url}${prefix}${shot.path.replace("LANGUAGE", how.language)}`);
  await shot.pose?.(page, how.device === "phone");
  await page.waitForFunction(
    () => !document.querySelector("main [aria-busy=true]") && document.fonts.status === "loaded",
  );
  await page.evaluate(() => scrollTo(0, 0));
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  if (overflow > 0) complaints.push(`${name}: ${overflow} pixels wider than the window`);
  const isInFront = shot.name.endsWith("-cancel") || shot.name.endsWith("-menu");
  await page.screenshot({ path: path.join(values.out, `${name}.png`), fullPage: !isInFront, animations: "disabled" });
  taken += 1;
  await page.close();
}
