import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { type BrowserContext, test as base, chromium, expect, type Page } from "@playwright/test";
import { demoExtensionId } from "@/lib/platform/demo-secrets";
import { buildSample } from "../../scripts/extension/build-sample";
import { askForMail, enterCode } from "./people";
import { appUrl } from "./stack";
import { StoppableProxy } from "./stoppable-proxy";

/** A Chromium with a profile of its own in which the sample extension is installed. */
export type ExtensionBrowser = {
  context: BrowserContext;
  /** Opens the popup as a tab; there it does the same, and stays open while other tabs have the focus. */
  openPopup(): Promise<Page>;
  openOptions(): Promise<Page>;
  /** Everything between this browser and the app: stop it, and the server is gone for this browser alone. */
  wayToServer: StoppableProxy;
};

type Options = {
  /** Runs e2e/support/asking-content-script.ts in the pages of these addresses. */
  contentScriptOn?: string;
};

type Fixtures = { launchExtension: (options?: Options) => Promise<ExtensionBrowser> };

/** Tests with the real extension. Each browser that a test launches is closed with it, and its profile is removed. */
export const test = base.extend<Fixtures>({
  launchExtension: async ({ colorScheme }, use) => {
    const cleanUp: (() => Promise<void>)[] = [];
    await use(async (options) => {
      const browser = await launchExtension(colorScheme ?? "light", options);
      cleanUp.push(browser.close);
      return browser;
    });
    for (const close of cleanUp) await close();
  },
});

/** Starts a browser with the sample, built for the app of this run. */
export async function launchExtension(
  colorScheme: "light" | "dark" | "no-preference" = "light",
  { contentScriptOn }: Options = {},
): Promise<ExtensionBrowser & { close: () => Promise<void> }> {
  const folder = mkdtempSync(path.join(tmpdir(), "gatehouse-extension-"));
  const file = path.join(import.meta.dirname, "asking-content-script.ts");
  const extension = await buildSample({
    server: appUrl,
    out: path.join(folder, "extension"),
    ...(contentScriptOn && { contentScript: { file, matches: [contentScriptOn] } }),
  });
  const wayToServer = new StoppableProxy(appUrl);
  await wayToServer.start();
  const context = await chromium.launchPersistentContext(path.join(folder, "profile"), {
    ...(process.env.E2E_BROWSER ? { executablePath: process.env.E2E_BROWSER } : {}),
    // Playwright's own headless mode has no extensions; Chromium's has.
    headless: false,
    args: [
      "--headless=new",
      ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
      `--disable-extensions-except=${extension}`,
      `--load-extension=${extension}`,
      "--disable-background-networking",
      "--disable-component-update",
      "--lang=en",
      // The address stays the app's, as issuer and origin; only the connection goes another way.
      `--host-resolver-rules=MAP ${new URL(appUrl).host} 127.0.0.1:${wayToServer.port}`,
    ],
    baseURL: appUrl,
    locale: "en-GB",
    timezoneId: "Europe/Amsterdam",
    colorScheme,
  });
  const open = async (name: string) => {
    const page = await context.newPage();
    await page.goto(`chrome-extension://${demoExtensionId}/${name}.html`);
    return page;
  };
  if (context.serviceWorkers().length === 0) await context.waitForEvent("serviceworker");
  return {
    context,
    wayToServer,
    openPopup: () => open("popup"),
    openOptions: () => open("options"),
    close: async () => {
      await context.close();
      await wayToServer.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The window that launchWebAuthFlow opens when this is pressed. */
export async function openSignInWindow({ context }: ExtensionBrowser, press: () => Promise<void>): Promise<Page> {
  const opening = context.waitForEvent("page");
  await press();
  return opening;
}

/** What a page of ours does when something was paid: it says so, and no more than that. */
export async function tellExtension(page: Page): Promise<void> {
  await page.goto("/");
  await page.evaluate((id) => chrome.runtime.sendMessage(id, { type: "gatehouse:changed" }), demoExtensionId);
}

/** Connects the extension as whoever is signed in on the site in this browser. */
export async function connect(browser: ExtensionBrowser, popup: Page): Promise<void> {
  const window = await openSignInWindow(browser, () => popup.getByRole("button", { name: "Sign in" }).click());
  await window.getByRole("button", { name: "Connect", exact: true }).click();
  await expect(popup.getByRole("button", { name: "Sign in" })).toBeHidden();
}

/** Connects the extension where nobody is signed in yet: the window asks for the mail and its code first. */
export async function connectByMail(browser: ExtensionBrowser, popup: Page, email: string): Promise<void> {
  const window = await openSignInWindow(browser, () => popup.getByRole("button", { name: "Sign in" }).click());
  await askForMail(window, email);
  await enterCode(window, email);
  await window.getByRole("button", { name: "Connect", exact: true }).click();
  await expect(popup.getByRole("button", { name: "Sign in" })).toBeHidden();
}
