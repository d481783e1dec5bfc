import { z } from "zod";

// 254 characters is the longest address that SMTP can carry (RFC 5321 section 4.5.3.1.3, less the angle brackets). Other
// letters than ASCII's are refused before anything is written in lower case: some become one of those, e.g. the Kelvin sign.
const emailAddress = z
  .string()
  .trim()
  .regex(/^[\x21-\x7e]+$/)
  .toLowerCase()
  .max(254)
  .pipe(z.email());

/** The address in the one form that is stored and compared (trimmed, lower case); null where it is no mail address. */
export function toEmailAddress(text: unknown): string | null {
  const parsed = emailAddress.safeParse(text);
  return parsed.success ? parsed.data : null;
}
