const dayMs = 86_400_000;

/** The instant this many days later; a part of a day counts. */
export function addDays(instant: Date, days: number): Date {
  return new Date(instant.getTime() + Math.round(days * dayMs));
}

/** The same day and time so many months later, or the month's last day where it has no such day, as Stripe bills. */
export function addMonths(instant: Date, months: number): Date {
  const later = new Date(instant);
  later.setUTCDate(1);
  later.setUTCMonth(later.getUTCMonth() + months);
  const lastDay = new Date(Date.UTC(later.getUTCFullYear(), later.getUTCMonth() + 1, 0)).getUTCDate();
  later.setUTCDate(Math.min(instant.getUTCDate(), lastDay));
  return later;
}

/** Midnight in UTC before this instant. */
export function startOfDay(instant: Date): Date {
  return new Date(Math.floor(instant.getTime() / dayMs) * dayMs);
}
