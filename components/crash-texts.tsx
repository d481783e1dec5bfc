"use client";

import { createContext, type ReactNode } from "react";

export type CrashTexts = {
  title: string;
  text: string;
  offline: string;
  /** Where the database gave no answer. */
  outage: string;
  retry: string;
  home: string;
  /** Ends with a colon; the reference follows. */
  reference: string;
  /** How the two ways on look, decided on the server like every button of a page of the server. */
  looks: { retry: string; home: string };
};

/** What a crash page says. It is there before anything goes wrong, since nothing can be asked for afterwards. */
export const CrashTextsContext = createContext<CrashTexts | null>(null);

export function CrashTextsProvider({ texts, children }: { texts: CrashTexts; children: ReactNode }) {
  return <CrashTextsContext value={texts}>{children}</CrashTextsContext>;
}
