"use client";

import { usePathname } from "next/navigation";
import { useEffect, useSyncExternalStore } from "react";
import { readConsent, saveConsent, subscribeToConsent } from "@/components/telemetry/consent";
import { holdsToken } from "@/components/telemetry/holds-token";

export type TelemetrySettings = {
  /** Where errors of the browser are reported; null where error reporting is off. */
  sentryDsn: string | null;
  /** Where visits are counted, after consent; null where nothing is counted. */
  posthog: { key: string; host: string } | null;
};

/** The question about counting, in the reader's language, and how its two equal buttons look. */
type ConsentTexts = { title: string; text: string; refuse: string; agree: string; look: string };

/**
 * Error reports and usage counts, each loaded only where a key was configured. Usage is counted after a visitor agreed
 * and not before; without a key there is no question, no script and no request.
 */
export function Telemetry(settings: TelemetrySettings & { question: ConsentTexts }) {
  return holdsToken(usePathname()) ? null : <LoadedTelemetry {...settings} />;
}

function LoadedTelemetry({ sentryDsn, posthog, question }: TelemetrySettings & { question: ConsentTexts }) {
  const consent = useSyncExternalStore(subscribeToConsent, readConsent, () => "refused" as const);

  useEffect(() => {
    if (sentryDsn) void startSentry(sentryDsn);
  }, [sentryDsn]);
  useEffect(() => {
    if (posthog && consent === "granted") void startPosthog(posthog);
  }, [posthog, consent]);

  return posthog && consent === "unasked" ? <ConsentQuestion texts={question} /> : null;
}

function ConsentQuestion({ texts }: { texts: ConsentTexts }) {
  return (
    <section
      aria-label={texts.title}
      className="fixed inset-x-4 bottom-4 z-50 mx-auto flex max-w-xl flex-wrap items-center gap-3 rounded-card border border-line bg-card p-4 shadow-pop print:hidden"
    >
      <p className="flex-1 basis-72 text-sm">{texts.text}</p>
      <div className="flex gap-3">
        <button type="button" className={texts.look} onClick={() => saveConsent("refused")}>
          {texts.refuse}
        </button>
        <button type="button" className={texts.look} onClick={() => saveConsent("granted")}>
          {texts.agree}
        </button>
      </div>
    </section>
  );
}

async function startSentry(dsn: string): Promise<void> {
  const [{ init }, { withoutQueries }] = await Promise.all([
    import("@sentry/nextjs"),
    import("@/lib/core/without-queries"),
  ]);
  init({
    dsn,
    sendDefaultPii: false,
    beforeSend: withoutQueries,
    integrations: (defaults) => defaults.filter(({ name }) => name !== "Replay"),
  });
}

async function startPosthog({ key, host }: { key: string; host: string }): Promise<void> {
  const [{ posthog }, { toCountedVisit }] = await Promise.all([
    import("posthog-js"),
    import("@/components/telemetry/counted-visit"),
  ]);
  posthog.init(key, {
    api_host: host,
    autocapture: false,
    capture_pageview: "history_change",
    capture_pageleave: false,
    disable_session_recording: true,
    disable_external_dependency_loading: true,
    advanced_disable_flags: true,
    person_profiles: "never",
    persistence: "memory",
    // Asked of each visit: somebody may have changed their mind since, in this window or another.
    before_send: (event) => (readConsent() === "granted" ? toCountedVisit(event) : null),
  });
}
