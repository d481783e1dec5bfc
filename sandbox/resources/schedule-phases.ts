import { intervalOf } from "../billing/draft-subscription";
import { decidePeriodBoundary } from "../core/decide-period";
import type { Tx } from "../core/tx";
import type { SchedulePhase } from "../core/wire";
import { invalidRequest, notInSandbox, parameterMissing } from "../http/errors";
import {
  array,
  boolean,
  integer,
  metadata,
  notYetParams,
  object,
  oneOf,
  type Params,
  required,
  text,
  unsettable,
} from "../http/params";
import { nowOr } from "./create-subscription";
import { mergeMetadata } from "./metadata";
import { priceData } from "./new-price";
import { itemPrice, prorationBehavior } from "./subscription-changes";

const itemParams = object({
  metadata,
  plan: text(),
  price: text(),
  price_data: priceData,
  quantity: integer({ min: 0 }),
  ...notYetParams("billing_thresholds", "discounts", "tax_rates", "trial_offer"),
});

const phaseShape = {
  billing_cycle_anchor: oneOf("automatic", "phase_start"),
  collection_method: oneOf("charge_automatically"),
  currency: text(3),
  default_payment_method: text(),
  description: unsettable(text(500)),
  duration: object({
    interval: required(oneOf("day", "month", "week", "year")),
    interval_count: integer({ min: 1 }),
  }),
  end_date: nowOr,
  items: required(array(itemParams, 20)),
  /** The older way to say how long: so many intervals of the price. */
  iterations: integer({ min: 1 }),
  metadata,
  proration_behavior: prorationBehavior,
  start_date: nowOr,
  trial: boolean,
  trial_end: nowOr,
  ...notYetParams("add_invoice_items", "application_fee_percent", "automatic_tax", "billing_thresholds", "discounts"),
  ...notYetParams("default_tax_rates", "invoice_settings", "on_behalf_of", "transfer_data"),
};

export const phasesParam = array(object(phaseShape), 10);
export type PhaseInput = Params<typeof phaseShape>;

/** Phases one after the other, from `start` (Unix seconds) on. A last phase without an end lasts one interval. */
export function readPhases(tx: Tx, inputs: readonly PhaseInput[], start: number): SchedulePhase[] {
  if (inputs.length === 0) throw parameterMissing("phases");
  let from = start;
  return inputs.map((input, index) => {
    const phase = readPhase(tx, input, from, `phases[${index}]`);
    if (phase.end_date <= phase.start_date) {
      throw invalidRequest("A phase must end after it starts.", { param: `phases[${index}][end_date]` });
    }
    from = phase.end_date;
    return phase;
  });
}

function readPhase(tx: Tx, input: PhaseInput, start: number, name: string): SchedulePhase {
  const items = input.items.map((item, index) => {
    const price = itemPrice(tx, item, `${name}[items][${index}]`, input.currency?.toLowerCase() ?? null);
    if (!price) throw parameterMissing(`${name}[items][${index}][price]`);
    return { price, quantity: item.quantity ?? 1, metadata: mergeMetadata({}, item.metadata) };
  });
  const [first] = items;
  if (!first) throw parameterMissing(`${name}[items]`);
  const rhythm = intervalOf(first.price);
  if (items.some(({ price }) => intervalOf(price).interval !== rhythm.interval)) {
    throw notInSandbox("prices with different intervals in one subscription");
  }
  const duration = input.duration && {
    interval: input.duration.interval,
    interval_count: input.duration.interval_count ?? 1,
  };
  const end = duration
    ? decidePeriodBoundary(start, duration, 1)
    : typeof input.end_date === "number"
      ? input.end_date
      : input.end_date === "now"
        ? tx.now
        : decidePeriodBoundary(start, rhythm, input.iterations ?? 1);
  const trialEnd = input.trial ? end : input.trial_end === "now" ? tx.now : (input.trial_end ?? null);
  return {
    add_invoice_items: [],
    application_fee_percent: null,
    billing_cycle_anchor: input.billing_cycle_anchor ?? null,
    billing_thresholds: null,
    collection_method: input.collection_method ?? null,
    currency: first.price.currency,
    default_payment_method: input.default_payment_method ?? null,
    default_tax_rates: [],
    description: input.description ?? null,
    discounts: [],
    end_date: end,
    invoice_settings: null,
    items: items.map(({ price, quantity, metadata: own }) => ({
      billing_thresholds: null,
      discounts: [],
      metadata: own,
      plan: price.id,
      price: price.id,
      quantity,
    })),
    metadata: mergeMetadata({}, input.metadata),
    on_behalf_of: null,
    proration_behavior: input.proration_behavior ?? "create_prorations",
    start_date: start,
    transfer_data: null,
    trial_end: trialEnd,
  };
}
