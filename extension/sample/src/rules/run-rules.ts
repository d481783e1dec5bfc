import { gatehouse } from "../gatehouse";
import { load, save, watch } from "../storage";
import { addReminder, readReminders } from "./reminders";
import { isDue, type Rule, readRules } from "./rule";

const prefix = "rule:";

/** For the service worker, at its top level: an alarm for each rule that is on, and what the rule does when it rings. */
export function listenForRules(): void {
  chrome.alarms.onAlarm.addListener((alarm) => {
    if (alarm.name.startsWith(prefix)) void runRule(alarm.name.slice(prefix.length));
  });
  watch(["sample:rules"], () => void setAlarms());
  watch(["sample:reminders"], () => void showCount());
}

/**
 * One alarm for each rule that is on. An alarm that is right stays as it is: setting it again would start its time anew
 * with each wake of the worker.
 */
async function setAlarms(): Promise<void> {
  const rules = readRules(await load("sample:rules")).filter(({ isOn }) => isOn);
  const alarms = (await chrome.alarms.getAll()).filter(({ name }) => name.startsWith(prefix));
  for (const { name } of alarms) {
    if (!rules.some(({ id }) => name === prefix + id)) await chrome.alarms.clear(name);
  }
  for (const { id, everyMinutes } of rules) {
    const isSet = alarms.some(({ name, periodInMinutes }) => name === prefix + id && periodInMinutes === everyMinutes);
    if (!isSet) await chrome.alarms.create(prefix + id, { periodInMinutes: everyMinutes });
  }
}

/** The right is asked for each time: rules of a plan that ended are kept and do nothing. */
async function runRule(id: string): Promise<void> {
  const rule = readRules(await load("sample:rules")).find((candidate) => candidate.id === id);
  if (!rule || !isDue(rule, new Date())) return;
  if (!(await gatehouse.isActive("workflow_automation"))) return;
  await act(rule);
  await gatehouse.markUsed("workflow_automation");
}

async function act(rule: Rule): Promise<void> {
  if (rule.action === "pause") {
    // Fails where no window of ours is open: then nothing plays that could be paused.
    await chrome.runtime.sendMessage({ type: "sample:pause" }).catch(() => {});
    return;
  }
  await save("sample:reminders", addReminder(readReminders(await load("sample:reminders")), rule));
}

async function showCount(): Promise<void> {
  const count = readReminders(await load("sample:reminders")).length;
  await chrome.action.setBadgeBackgroundColor({ color: "#dcae57" });
  await chrome.action.setBadgeText({ text: count === 0 ? "" : String(count) });
}
