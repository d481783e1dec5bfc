"use client";

import { useSyncExternalStore } from "react";
import { type Consent, readConsent, saveConsent, subscribeToConsent } from "@/components/telemetry/consent";

type ConsentChoiceProps = {
  /** What each answer means, and what the button to answer anew says. */
  texts: Record<Consent, string> & { again: string };
  /** How the button looks, decided on the server. */
  look: string;
};

/** What was answered to the question about counting visits, and a way to answer anew. */
export function ConsentChoice({ texts, look }: ConsentChoiceProps) {
  const consent = useSyncExternalStore<Consent>(subscribeToConsent, readConsent, () => "unasked");
  return (
    <div className="mt-4 flex flex-wrap items-center gap-x-4 gap-y-3">
      <p aria-live="polite" className="text-sm text-soft-ink">
        {texts[consent]}
      </p>
      {consent === "unasked" ? null : (
        <button type="button" className={look} onClick={() => saveConsent("unasked")}>
          {texts.again}
        </button>
      )}
    </div>
  );
}
