import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { locales } from "@/lib/core/locales";
import { messagesIn, translator } from "@/lib/platform/messages";
import type { Module } from "@/lib/platform/module";
import { merged } from "@/lib/runtime/merged";
import { modules } from "@/lib/runtime/modules";

const lib = path.join(import.meta.dirname, "..", "lib");

/** The kinds of events that whoever hosts Gatehouse is told to subscribe to. */
function subscribedEvents(): string[] {
  const hosting = readFileSync(path.join(lib, "..", "docs", "hosting.md"), "utf8");
  const rows = [...hosting.matchAll(/^\| [a-z ]+ \| (`[a-z_]+\.[`a-z_., ]+) \|$/gm)];
  return rows.flatMap(([, row = ""]) => {
    const names = [...row.matchAll(/`([a-z_.]+)`/g)].map(([, name = ""]) => name);
    const about = names[0]?.replace(/\.[a-z_]+$/, "") ?? "";
    return names.map((name) => (name.startsWith(".") ? about + name : name));
  });
}

test("every event that Stripe is asked to send has words in the timeline", () => {
  const words = Object.keys(messagesIn("en").timeline.billing.stripeEvent);
  const types = subscribedEvents();
  expect(types).toEqual(expect.arrayContaining(["charge.dispute.funds_withdrawn", "refund.failed"]));
  expect(types.filter((type) => !words.includes(type.replaceAll(".", "_")))).toEqual([]);
});

const placements = Object.entries(merged(modules, "audit"));

test.each(locales)("everything that the audit log can hold has a sentence of its own in %s", (locale) => {
  expect(placements.length).toBeGreaterThan(50);
  const t = translator(locale, "timeline");
  const said = placements.map(([, { says }]) => t.raw(says));
  expect(new Set(said).size).toBe(placements.length);
});

test("every action is explained by the module that does it", () => {
  for (const { name, audit = {} } of modules as readonly Module[])
    for (const [action, { says }] of Object.entries(audit)) expect(says).toBe(`${name}.audit.${action}`);
});
