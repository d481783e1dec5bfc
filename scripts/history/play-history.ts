import type Stripe from "stripe";
import { applyCatalog } from "@/lib/billing/catalog-sync";
import { type Price, prices } from "@/lib/catalog/prices";
import type { ControlledClock } from "./control-clock";
import { Shop } from "./shop";
import type { ShopEvent, ShopHistory } from "./shop-event";

/** How many customers act at once; each in their own order. */
const lanes = 8;

/**
 * Lets a local Stripe live through a year: moves its clock from one thing that somebody does to the next, and does it
 * through Stripe's own API. The sandbox stands at the history's beginning or before, with nothing in it.
 */
export async function playHistory(
  history: ShopHistory,
  { stripe, clock, onMonth }: { stripe: Stripe; clock: ControlledClock; onMonth?: (month: string) => void },
): Promise<void> {
  await clock.freeze(true);
  await applyCatalog(pricesBefore());
  const shop = await Shop.open(stripe);
  let month = "";
  let hasNewPrices = false;
  for (const { at, events } of momentsOf(history.events)) {
    if (!hasNewPrices && at >= history.pricesChangeAt) {
      await clock.moveTo(history.pricesChangeAt);
      await applyCatalog();
      await shop.readPrices();
      hasNewPrices = true;
    }
    if (at.toISOString().slice(0, 7) !== month) {
      month = at.toISOString().slice(0, 7);
      onMonth?.(month);
    }
    await clock.moveTo(at);
    await actAll(shop, events);
  }
  if (!hasNewPrices) await applyCatalog();
  await clock.moveTo(history.endsAt);
  await clock.freeze(false);
}

/** What the catalogue held before its prices changed: the first version of each, on sale. */
function pricesBefore(): Price[] {
  const oldest = new Map<string, Price>();
  for (const price of prices) {
    const known = oldest.get(price.key);
    if (!known || price.version < known.version) oldest.set(price.key, price);
  }
  return [...oldest.values()].map((price) => ({ ...price, retired: false }));
}

/** Events that lie within the same hour happen together, at the last one's time: each move of the clock costs. */
function momentsOf(events: ShopEvent[]): { at: Date; events: ShopEvent[] }[] {
  const moments: { at: Date; events: ShopEvent[] }[] = [];
  for (const event of events) {
    const last = moments.at(-1);
    const joins = last && hourOf(last.at) === hourOf(event.at);
    // Nobody does two things at once.
    if (joins && !last.events.some(({ customer }) => customer === event.customer)) {
      last.events.push(event);
      last.at = event.at;
    } else moments.push({ at: event.at, events: [event] });
  }
  return moments;
}

function hourOf(instant: Date): number {
  return Math.floor(instant.getTime() / 3_600_000);
}

async function actAll(shop: Shop, events: ShopEvent[]): Promise<void> {
  for (let first = 0; first < events.length; first += lanes) {
    await Promise.all(events.slice(first, first + lanes).map(({ customer, action }) => shop.act(customer, action)));
  }
}
