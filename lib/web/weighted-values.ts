/** Browsers send fewer than ten; what stands further on is not read. */
const maxValues = 50;

/**
 * The values of a header such as `Accept-Language: nl, en;q=0.8` in lower case, the most wanted first and without those that
 * are refused by a weight of 0 (RFC 9110 section 12.4.2).
 */
export function weightedValues(header: string | null): string[] {
  return (header ?? "")
    .split(",", maxValues)
    .map((part) => {
      const [value = "", ...parameters] = part.split(";").map((piece) => piece.trim().toLowerCase());
      const weight = parameters.find((parameter) => parameter.startsWith("q="))?.slice("q=".length);
      return { value, weight: weight === undefined ? 1 : Number(weight) };
    })
    .filter(({ value, weight }) => value !== "" && weight > 0)
    .sort((left, right) => right.weight - left.weight)
    .map(({ value }) => value);
}
