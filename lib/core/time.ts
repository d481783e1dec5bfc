export const secondMs = 1000;
export const minuteMs = 60 * secondMs;
export const hourMs = 60 * minuteMs;
export const dayMs = 24 * hourMs;

/** The instant this many milliseconds after another; negative goes back. */
export function addMs(instant: Date, ms: number): Date {
  return new Date(instant.getTime() + ms);
}

/** A Stripe timestamp (whole seconds since 1970) as an instant. */
export function fromUnixSeconds(seconds: number): Date {
  return new Date(seconds * secondMs);
}

/** An instant as whole seconds since 1970, rounded down: the unit of Stripe and of JWTs. */
export function toUnixSeconds(instant: Date): number {
  return Math.floor(instant.getTime() / secondMs);
}

/** The earliest of some instants; null where there is none. */
export function earliest(...instants: (Date | null | undefined)[]): Date | null {
  const known = instants.filter((instant): instant is Date => instant != null);
  return known.length === 0 ? null : new Date(Math.min(...known.map((instant) => instant.getTime())));
}
