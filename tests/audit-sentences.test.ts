import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { messagesIn } from "@/lib/platform/messages";

const lib = path.join(import.meta.dirname, "..", "lib");
/** What is noted about the service and not about a customer has no place in a customer's timeline. */
const notOfCustomers = ["import.started", "lease_keys.published"];

/** The actions that the code gives to `recordAudit` in plain words. */
function auditActions(): string[] {
  const files = readdirSync(lib, { recursive: true, encoding: "utf8" }).filter((file) =>
    /(?<!\.test)\.tsx?$/.test(file),
  );
  const found = files.flatMap((file) => [
    ...readFileSync(path.join(lib, file), "utf8").matchAll(/\baction: "([a-z_]+\.[a-z_]+)"/g),
  ]);
  return [...new Set(found.map(([, action = ""]) => action))].filter((action) => !notOfCustomers.includes(action));
}

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
  const words = Object.keys(messagesIn("en").customerTimeline.event);
  const types = subscribedEvents();
  expect(types).toEqual(expect.arrayContaining(["charge.dispute.funds_withdrawn", "refund.failed"]));
  expect(types.filter((type) => !words.includes(type.replaceAll(".", "_")))).toEqual([]);
});

test("everything that the audit log can hold about a customer has a sentence in the timeline", () => {
  const sentences = Object.keys(messagesIn("en").customerTimeline.sentence);
  const actions = auditActions();
  expect(actions.length).toBeGreaterThan(20);
  expect(actions.filter((action) => !sentences.includes(`audit_${action.replace(".", "_")}`))).toEqual([]);
});
