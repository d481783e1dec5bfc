/** One band of the equaliser: the filter's kind and middle, as the Web Audio API names them. */
export type Band = { type: BiquadFilterType; hertz: number };

/** What everybody has. */
export const basicBands: readonly Band[] = [
  { type: "lowshelf", hertz: 160 },
  { type: "peaking", hertz: 1_000 },
  { type: "highshelf", hertz: 6_000 },
];

/** What `advanced_audio` unlocks: the octaves of ISO 266. */
export const advancedBands: readonly Band[] = [31.5, 63, 125, 250, 500, 1_000, 2_000, 4_000, 8_000, 16_000].map(
  (hertz) => ({ type: "peaking", hertz }),
);

/** How far a band can be turned up or down. */
export const maxDecibel = 12;

/** 1000 → "1k", as on the front of a device. */
export function bandLabel({ hertz }: Band): string {
  return hertz >= 1_000 ? `${hertz / 1_000}k` : String(Math.round(hertz));
}

/** As many gains as there are bands, each within what a band allows, whatever was stored. */
export function readGains(stored: unknown, bands: readonly Band[]): number[] {
  const values: unknown[] = Array.isArray(stored) ? stored : [];
  return bands.map((_, index) => {
    const value = Number(values[index] ?? 0);
    return Number.isFinite(value) ? Math.max(-maxDecibel, Math.min(maxDecibel, value)) : 0;
  });
}
