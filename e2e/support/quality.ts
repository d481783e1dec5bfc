import AxeBuilder from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";

/** Collects what the browser complains about from now on. */
export function watchConsole(page: Page): string[] {
  const complaints: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error") complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(error.message));
  return complaints;
}

/** The page that is open has no fault that axe can find. */
export async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page })
    // Without a page of its own to gather what frames of other sites say, of which we have none: half the time.
    .setLegacyMode()
    .withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"])
    .analyze();
  const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(" ")).join(", ")}`);
  expect(found, page.url()).toEqual([]);
}

/** Nothing on the page is wider than the window. */
export async function expectNoSidewaysScroll(page: Page): Promise<void> {
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(overflow, `${page.url()} scrolls sideways`).toBeLessThanOrEqual(0);
}

/** Every movement of the page that nobody asked for: how much, in the unit of the web vital CLS, and of what. */
type LayoutShifts = { value: number; moved: string[] }[];
type Watched = Window & { layoutShifts?: LayoutShifts };
type LayoutShiftEntry = PerformanceEntry & { value: number; hadRecentInput: boolean; sources: { node?: Node }[] };

/** Has the page note what of it moves without being asked to; call it before the page is opened. */
export async function watchLayoutShift(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const seen: LayoutShifts = [];
    (window as Watched).layoutShifts = seen;
    const nameOf = (node?: Node) => `${node?.nodeName} "${node?.textContent?.trim().slice(0, 40)}"`;
    new PerformanceObserver((list) => {
      for (const { value, hadRecentInput, sources } of list.getEntries() as LayoutShiftEntry[]) {
        if (!hadRecentInput) seen.push({ value, moved: sources.map(({ node }) => nameOf(node)) });
      }
    }).observe({ type: "layout-shift", buffered: true });
  });
}

/** The page that is open moved less than anybody notices, while it arrived. */
export async function expectNoLayoutShift(page: Page): Promise<void> {
  const shifts = await page.evaluate(() => (window as Watched).layoutShifts);
  const total = shifts?.reduce((sum, { value }) => sum + value, 0);
  expect(total, `${page.url()} moves while it arrives: ${JSON.stringify(shifts)}`).toBeLessThanOrEqual(0.05);
}

/**
 * No words of ours are cut off: none lie outside of a box that hides what does not fit. What people typed themselves
 * (`data-cut`) may be, since it is shown whole elsewhere.
 */
export async function expectNothingCutOff(page: Page): Promise<void> {
  const cut = await page.evaluate(() => {
    const hides = (element: Element) => {
      const { overflowX, overflowY } = getComputedStyle(element);
      return [overflowX, overflowY].some((overflow) => overflow === "hidden" || overflow === "clip");
    };
    const isForScreenReaders = (element: Element) => {
      const { position, clipPath, clip } = getComputedStyle(element);
      return position === "absolute" && (clipPath !== "none" || clip !== "auto" || element.clientWidth <= 1);
    };
    const nearestBox = (element: Element | null): Element | null =>
      !element || element === document.body ? null : hides(element) ? element : nearestBox(element.parentElement);
    const found: string[] = [];
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
      const { currentNode: text } = texts;
      const element = text.parentElement;
      const words = text.textContent?.trim() ?? "";
      if (!element?.checkVisibility() || words === "" || element.closest("[data-cut], [aria-hidden=true]")) continue;
      const box = nearestBox(element);
      if (!box || isForScreenReaders(box)) continue;
      const range = document.createRange();
      range.selectNodeContents(text);
      const [inner, outer] = [range.getBoundingClientRect(), box.getBoundingClientRect()];
      const isOutside =
        inner.left < outer.left - 1 ||
        inner.right > outer.right + 1 ||
        inner.top < outer.top - 2 ||
        inner.bottom > outer.bottom + 2;
      if (isOutside) found.push(`<${element.tagName.toLowerCase()}> ${words.slice(0, 60)}`);
    }
    return found;
  });
  expect(cut, `${page.url()} cuts words off`).toEqual([]);
}
