import type { Rule } from "./rule";

/** What a rule wanted to remind of, until somebody says that it is done. A rule has at most one. */
export type Reminder = { ruleId: string; name: string };

export function addReminder(reminders: readonly Reminder[], { id, name }: Rule): Reminder[] {
  return [...reminders.filter(({ ruleId }) => ruleId !== id), { ruleId: id, name }];
}

/** The reminders of what was stored; anything else is left out. */
export function readReminders(stored: unknown): Reminder[] {
  return Array.isArray(stored) ? stored.filter(isReminder) : [];
}

function isReminder(value: unknown): value is Reminder {
  if (typeof value !== "object" || value === null) return false;
  const reminder: Partial<Record<keyof Reminder, unknown>> = value;
  return typeof reminder.ruleId === "string" && typeof reminder.name === "string";
}
