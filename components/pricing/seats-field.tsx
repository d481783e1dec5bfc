"use client";

import { type ReactNode, useCallback, useEffect, useRef, useState } from "react";
import type { Price } from "@/lib/catalog/prices";
import { formatMoney } from "@/lib/core/money";

type SeatsFieldProps = {
  id: string;
  seats: { min: number; max: number };
  price: Pick<Price, "amountMinor" | "currency">;
  locale: string;
  texts: { label: string; total: string; per: string };
  /** How the field looks, made by the server: what merges class names stays there. */
  look: string;
  /** The button, which stands beside the field. */
  children: ReactNode;
};

/** For how many people, and what that costs together; where no script runs, for the fewest. */
export function SeatsField({ id, seats, price, locale, texts, look, children }: SeatsFieldProps) {
  const [count, setCount] = useState(seats.min);
  const field = useRef<HTMLInputElement>(null);
  const read = useCallback(() => {
    if (field.current?.validity.valid) setCount(field.current.valueAsNumber);
  }, []);
  // What was typed before the scripts came, or what the browser filled in again on the way back: that may come after them.
  useEffect(() => {
    read();
    window.addEventListener("pageshow", read);
    return () => window.removeEventListener("pageshow", read);
  }, [read]);
  const total = formatMoney(price.amountMinor * count, price.currency, locale, { dropZeroDecimals: true });
  return (
    <>
      <div className="flex gap-3">
        <label htmlFor={id} className="sr-only">
          {texts.label}
        </label>
        <input
          ref={field}
          id={id}
          type="number"
          name="quantity"
          inputMode="numeric"
          required
          min={seats.min}
          max={seats.max}
          defaultValue={seats.min}
          aria-describedby={`${id}-hint`}
          onChange={read}
          className={look}
        />
        {children}
      </div>
      <output htmlFor={id} className="figures mt-3 block text-sm text-soft-ink">
        {texts.total} <strong className="font-semibold text-ink">{total}</strong> {texts.per}
      </output>
    </>
  );
}
