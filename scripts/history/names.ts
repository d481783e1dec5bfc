import type { Random } from "./random";

const first = [
  "Al",
  "Be",
  "Da",
  "El",
  "Fi",
  "Ge",
  "Jo",
  "Ka",
  "Li",
  "Ma",
  "Ne",
  "Or",
  "Pe",
  "Ri",
  "Sa",
  "Te",
  "Vi",
  "Zo",
] as const;
const second = ["bo", "dri", "fa", "ko", "lin", "mo", "na", "pel", "ra", "sti", "ta", "vo"] as const;
const third = ["", "", "n", "s", "ra", "la"] as const;

/** A given name that nobody bears: syllables in a row. */
export function inventName(random: Random): string {
  return `${random.pick(first)}${random.pick(second)}${random.pick(third)}`;
}

/** An address under a domain that is kept for examples; the number tells namesakes apart. */
export function inventAddress(name: string, number: number): string {
  return `${name.toLowerCase()}.${String(number).padStart(3, "0")}@example.com`;
}
