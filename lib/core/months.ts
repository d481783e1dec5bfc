/** The first instant of the month (UTC) that an instant is in, or of one some months later. */
export function monthStart(instant: Date, monthsLater = 0): Date {
  return new Date(Date.UTC(instant.getUTCFullYear(), instant.getUTCMonth() + monthsLater, 1));
}

/** A month (UTC) as addresses name it, e.g. `2026-03`. */
export function monthKey(instant: Date): string {
  return instant.toISOString().slice(0, 7);
}

/** The month that an address names; null for anything else. */
export function findMonth(key: string | undefined): Date | null {
  return key && /^20\d{2}-(0[1-9]|1[0-2])$/.test(key) ? new Date(`${key}-01T00:00:00Z`) : null;
}
