import type { Feature } from "../../../client/src/index";
import { showLock } from "../account/lock";
import { byId, fromTemplate, part } from "../dom";
import { load, save, watch } from "../storage";
import { fillTexts, text } from "../text";
import { dayNames } from "./day-names";
import { type Reminder, readReminders } from "./reminders";
import { type Rule, readRules } from "./rule";

let isUnlocked = false;

/** Shows what is due and which rules there are; each can be switched on and off here. */
export function startRules(): void {
  watch(["sample:rules"], () => void showRules());
  watch(["sample:reminders"], () => void showReminders());
}

/** Rules of a plan that ended stay in view: they are kept, and don't run. */
export function applyRulesRight(feature: Feature): void {
  isUnlocked = feature.active;
  void load("sample:rules").then((stored) => {
    showLock(byId("rules-lock", HTMLElement), feature, readRules(stored).length > 0 ? text("rulesAsleep") : "");
  });
  void showRules();
}

async function showRules(): Promise<void> {
  const rules = readRules(await load("sample:rules"));
  byId("no-rules", HTMLElement).toggleAttribute("hidden", rules.length > 0);
  byId("rules", HTMLElement).replaceChildren(...rules.map((rule) => ruleItem(rule, rules)));
}

function ruleItem(rule: Rule, rules: Rule[]): HTMLElement {
  const item = fromTemplate("rule");
  part(item, ".rule-name", HTMLElement).textContent = rule.name;
  const days = dayNames().filter(({ day }) => rule.days.includes(day));
  const when = text(
    "ruleWhen",
    rule.everyMinutes,
    rule.fromHour,
    rule.untilHour,
    days.map(({ name }) => name).join(" "),
  );
  part(item, ".rule-when", HTMLElement).textContent = when;
  const toggle = part(item, "input", HTMLInputElement);
  toggle.checked = rule.isOn;
  toggle.disabled = !isUnlocked;
  toggle.addEventListener("change", () => {
    const changed = rules.map((other) => (other.id === rule.id ? { ...other, isOn: toggle.checked } : other));
    void save("sample:rules", changed);
  });
  return item;
}

async function showReminders(): Promise<void> {
  const reminders = readReminders(await load("sample:reminders"));
  const count = byId("reminder-count", HTMLElement);
  count.hidden = reminders.length === 0;
  count.textContent = String(reminders.length);
  byId("reminders", HTMLElement).replaceChildren(...reminders.map((reminder) => reminderItem(reminder, reminders)));
}

function reminderItem({ ruleId, name }: Reminder, reminders: Reminder[]): HTMLElement {
  const item = fromTemplate("reminder");
  part(item, "p", HTMLElement).textContent = name;
  const done = part(item, "button", HTMLButtonElement);
  fillTexts(item);
  done.addEventListener("click", () => {
    const left = reminders.filter((other) => other.ruleId !== ruleId);
    void save("sample:reminders", left);
  });
  return item;
}
