import type { Feature } from "../../../client/src/index";
import { showLock } from "../account/lock";
import { byId, fromTemplate, part } from "../dom";
import { load, save } from "../storage";
import { fillTexts, text } from "../text";
import { dayNames } from "./day-names";
import { newRule, type Rule, readRules, ruleActions } from "./rule";

let rules: Rule[] = [];
let isUnlocked = false;

/** The rules as forms. Each change is kept at once, unless it makes no sense: then it says why not. */
export async function startEditor(): Promise<void> {
  rules = readRules(await load("sample:rules"));
  showRules();
  byId("rules-form", HTMLFormElement).addEventListener("submit", (event) => event.preventDefault());
  byId("add-rule", HTMLElement).addEventListener("click", () => {
    rules = [...rules, newRule(text("firstRule"))];
    void keep().then(showRules);
  });
}

/** A locked editor shows the rules that are kept, and why they can't be changed. */
export function applyRulesRight(feature: Feature): void {
  isUnlocked = feature.active;
  showLock(byId("rules-lock", HTMLElement), feature, rules.length > 0 ? text("rulesAsleep") : "");
  byId("add-rule", HTMLButtonElement).disabled = !isUnlocked;
  for (const fieldset of document.querySelectorAll<HTMLFieldSetElement>("#rules fieldset")) {
    fieldset.disabled = !isUnlocked;
  }
}

function showRules(): void {
  byId("no-rules", HTMLElement).toggleAttribute("hidden", rules.length > 0);
  byId("rules", HTMLElement).replaceChildren(...rules.map(ruleForm));
}

function ruleForm(rule: Rule): HTMLElement {
  const item = fromTemplate("rule");
  fillTexts(item);
  part(item, "fieldset", HTMLFieldSetElement).disabled = !isUnlocked;
  const field = (name: string) => part(item, `[name="${name}"]`, HTMLInputElement);
  field("name").value = rule.name;
  field("isOn").checked = rule.isOn;
  for (const name of ["everyMinutes", "fromHour", "untilHour"] as const) field(name).value = String(rule[name]);
  const action = part(item, "select", HTMLSelectElement);
  action.append(...ruleActions.map((name) => new Option(text(`action_${name}`), name, false, name === rule.action)));
  part(item, ".days", HTMLElement).append(...dayNames().map(({ day, name }) => dayBox(name, day, rule)));
  item.addEventListener("change", () => void change(item, rule));
  part(item, "[name=remove]", HTMLButtonElement).addEventListener("click", () => {
    rules = rules.filter(({ id }) => id !== rule.id);
    void keep().then(showRules);
  });
  return item;
}

function dayBox(name: string, day: number, rule: Rule): HTMLElement {
  const label = fromTemplate("day");
  const box = part(label, "input", HTMLInputElement);
  box.value = String(day);
  box.checked = rule.days.includes(day);
  part(label, "span", HTMLElement).textContent = name;
  return label;
}

async function change(item: HTMLElement, { id }: Rule): Promise<void> {
  const field = (name: string) => part(item, `[name="${name}"]`, HTMLInputElement);
  const action = part(item, "select", HTMLSelectElement).value;
  const days = [...item.querySelectorAll<HTMLInputElement>('[name="day"]:checked')].map(({ value }) => Number(value));
  const rule: Rule = {
    id,
    name: field("name").value.trim(),
    everyMinutes: Number(field("everyMinutes").value),
    fromHour: Number(field("fromHour").value),
    untilHour: Number(field("untilHour").value),
    action: ruleActions.find((known) => known === action) ?? "remind",
    days,
    isOn: field("isOn").checked,
  };
  const invalid = item.querySelector<HTMLInputElement>("input:invalid");
  if (invalid) return say(text("notSaved", invalid.validationMessage));
  if (days.length === 0) return say(text("notSaved", text("noDay")));
  if (rule.untilHour <= rule.fromHour) return say(text("notSaved", text("wrongHours")));
  rules = rules.map((other) => (other.id === id ? rule : other));
  await keep();
}

async function keep(): Promise<void> {
  await save("sample:rules", rules);
  say(text("saved"));
}

function say(sentence: string): void {
  byId("rules-saved", HTMLElement).textContent = sentence;
}
