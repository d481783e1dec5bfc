"use client";

import { useState } from "react";

type TimeSliderProps = {
  now: Date;
  language: string;
  label: string;
  /** The text beside the slider, with `{date}` for where it leads. */
  daysText: string;
  goText: string;
  buttonClasses: string;
};

const dayMs = 86_400_000;
const atFirst = 30;

/** Chooses a day within the year ahead. The date beside it needs a script; without one the days themselves are sent. */
export function TimeSlider({ now, language, label, daysText, goText, buttonClasses }: TimeSliderProps) {
  const [days, setDays] = useState(atFirst);
  const date = new Date(now.getTime() + days * dayMs);
  const text = daysText.replace(
    "{date}",
    new Intl.DateTimeFormat(language, { dateStyle: "medium", timeZone: "UTC" }).format(date),
  );
  return (
    <div className="mt-5 border-t border-line pt-4">
      <label htmlFor="time-travel-days" className="flex flex-wrap justify-between gap-x-4 text-sm font-semibold">
        {label}
        <output className="figures font-normal text-soft-ink">{text}</output>
      </label>
      <input
        id="time-travel-days"
        type="range"
        name="days"
        min={1}
        max={365}
        value={days}
        onChange={(event) => setDays(event.currentTarget.valueAsNumber)}
        aria-valuetext={text}
        className="mt-2 h-11 w-full accent-primary"
      />
      <button type="submit" className={`${buttonClasses} mt-1 w-full`}>
        {goText}
      </button>
    </div>
  );
}
