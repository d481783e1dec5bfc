"use client";

import { createContext, use } from "react";

/** What is said in place of the news while time moves, and when it would not; null otherwise. */
export const TimeStatusContext = createContext<string | null>(null);

/** The second line of the time bar. It is read out when it changes. */
export function TimeNews({ news }: { news: string }) {
  const text = use(TimeStatusContext) ?? news;
  return (
    <span role="status" title={text} className="block truncate text-[0.8125rem] text-on-night-soft">
      {text}
    </span>
  );
}
