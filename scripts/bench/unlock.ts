import { expect, type Page } from "@playwright/test";
import { demoSecrets } from "@/lib/platform/demo-secrets";
import { appUrl, type StackPorts, sandboxUrl } from "../stack/app-environment";
import type { BenchResult } from "./result";
import { withStack } from "./with-stack";

const payments = 20;

/**
 * From payment to unlocked, with the real extension in Chromium and a whole stack in test mode. The time begins when the
 * payment page answers the click on Pay, which is when the money has moved and before the person sees anything, and ends
 * when the popup, which is open and not reloaded, has the feature active. The yardstick is a bare fetch of /healthz by
 * the same popup after each payment.
 */
export async function benchUnlock(): Promise<BenchResult> {
  return withStack({ name: "bench_unlock", mode: "test" }, async (ports) => {
    const { unlocks, fetches } = await measure(ports);
    const p50Ms = percentile(unlocks, 0.5);
    return {
      name: "unlock",
      ratios: { healthzFetch: percentile(fetches, 0.5) / p50Ms },
      p50Ms,
      p95Ms: percentile(unlocks, 0.95),
    };
  });
}

/** One customer who pays, loses the subscription, and pays again. */
async function measure(ports: StackPorts): Promise<{ unlocks: number[]; fetches: number[] }> {
  const { connect, launchExtension, tellExtension } = await import("../../e2e/support/extension-browser");
  const { payOnCheckoutPage, signIn, strangerAddress } = await import("../../e2e/support/people");
  const browser = await launchExtension();
  try {
    const site = await browser.context.newPage();
    await signIn(site, strangerAddress());
    const popup = await browser.openPopup();
    await connect(browser, popup);
    const unlocks: number[] = [];
    const fetches: number[] = [];
    for (let round = 0; round < payments; round += 1) {
      await site.goto("/pricing?interval=month&currency=eur");
      await site.locator('form[action$="/checkout"] button[type="submit"]').first().click();
      await site.getByRole("button", { name: /^(Pay|Start trial)/ }).waitFor();
      const [unlockedAt, paidAt] = await Promise.all([
        untilUnlocked(popup),
        site
          .waitForResponse(
            (answer) => answer.request().method() === "POST" && answer.url().startsWith(sandboxUrl(ports)),
          )
          .then(() => Date.now()),
        payOnCheckoutPage(site),
      ]);
      unlocks.push(unlockedAt - paidAt);
      fetches.push(await timeHealthz(popup, ports));
      await endNewestSubscription(ports);
      // The news travels by webhook, so the extension may have to ask more than once.
      await expect(async () => {
        await tellExtension(site);
        expect(await isUnlocked(popup)).toBe(false);
      }).toPass();
    }
    return { unlocks, fetches };
  } finally {
    await browser.close();
  }
}

/**
 * The instant at which the popup that is open has the feature active. No function in here has a name: tsx would call a
 * helper of its own for it, which the page does not have.
 */
function untilUnlocked(popup: Page): Promise<number> {
  return popup.evaluate(
    () =>
      new Promise<number>((resolve) => {
        const lock = document.querySelector("#ten-bands .lock");
        if (!lock || lock.hasAttribute("hidden")) resolve(Number.NaN);
        else new MutationObserver(() => resolve(Date.now())).observe(lock, { attributeFilter: ["hidden"] });
      }),
  );
}

function isUnlocked(popup: Page): Promise<boolean> {
  return popup.evaluate(() => document.querySelector("#ten-bands .lock")?.hasAttribute("hidden") === true);
}

/** Milliseconds of a bare request by the popup. */
function timeHealthz(popup: Page, ports: StackPorts): Promise<number> {
  return popup.evaluate(
    async (url) => {
      const begun = performance.now();
      await (await fetch(url)).text();
      return performance.now() - begun;
    },
    `${appUrl(ports)}/healthz`,
  );
}

/** Ends the newest subscription at once, as Stripe's own dashboard would, so that the next payment unlocks again. */
async function endNewestSubscription(ports: StackPorts): Promise<void> {
  const headers = { authorization: `Bearer ${demoSecrets.STRIPE_SECRET_KEY}` };
  const listed = await fetch(`${sandboxUrl(ports)}/v1/subscriptions?limit=1`, { headers });
  const { data }: { data: { id: string }[] } = await listed.json();
  for (const { id } of data) await fetch(`${sandboxUrl(ports)}/v1/subscriptions/${id}`, { method: "DELETE", headers });
}

function percentile(values: number[], share: number): number {
  const sorted = [...values].sort((left, right) => left - right);
  return sorted[Math.ceil(share * sorted.length) - 1] ?? Number.NaN;
}
