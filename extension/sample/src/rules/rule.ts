/** Something that the extension does by itself: every so many minutes, on some days, between two hours. */
export type Rule = {
  id: string;
  name: string;
  everyMinutes: number;
  /** 0 is Sunday, as `Date.getDay` counts. */
  days: number[];
  /** Whole hours of local time, from 0 to 24; `until` itself no longer counts. */
  fromHour: number;
  untilHour: number;
  action: RuleAction;
  isOn: boolean;
};

export const ruleActions = ["remind", "pause"] as const;
export type RuleAction = (typeof ruleActions)[number];

/** A rule to begin with. */
export function newRule(name: string): Rule {
  return {
    id: crypto.randomUUID(),
    name,
    everyMinutes: 50,
    days: [1, 2, 3, 4, 5],
    fromHour: 9,
    untilHour: 18,
    action: "remind",
    isOn: true,
  };
}

/** True when the rule may act at this moment. */
export function isDue(rule: Rule, now: Date): boolean {
  const hour = now.getHours();
  return rule.isOn && rule.days.includes(now.getDay()) && hour >= rule.fromHour && hour < rule.untilHour;
}

/** The rules of what was stored; anything that is not a rule is left out. */
export function readRules(stored: unknown): Rule[] {
  return Array.isArray(stored) ? stored.filter(isRule) : [];
}

function isRule(value: unknown): value is Rule {
  if (typeof value !== "object" || value === null) return false;
  const rule: Partial<Record<keyof Rule, unknown>> = value;
  return (
    typeof rule.id === "string" &&
    typeof rule.name === "string" &&
    isWithin(rule.everyMinutes, 1, 1_440) &&
    isWithin(rule.fromHour, 0, 24) &&
    isWithin(rule.untilHour, 0, 24) &&
    Array.isArray(rule.days) &&
    ruleActions.some((action) => action === rule.action) &&
    typeof rule.isOn === "boolean"
  );
}

function isWithin(value: unknown, least: number, most: number): boolean {
  return typeof value === "number" && value >= least && value <= most;
}
