"use client";

import { CircleCheck, LoaderCircle, Puzzle } from "lucide-react";
import { useTranslations } from "next-intl";
import { useEffect, useEffectEvent, useState } from "react";
import { tellExtensions } from "@/components/portal/tell-extensions";

/** An extension whose service worker slept needs a moment; one that answers later is still believed. */
const patienceMs = 2_500;

const icons = { asking: LoaderCircle, unlocked: CircleCheck, silent: Puzzle };

/** Tells the extension in this browser of a new plan, and says that it is unlocked only once it has answered. */
export function ExtensionNews({ ids }: { ids: readonly string[] }) {
  const t = useTranslations("portal.return.active.extension");
  const [state, setState] = useState<keyof typeof icons>("asking");
  const tell = useEffectEvent(() => tellExtensions(ids, () => setState("unlocked")));
  useEffect(() => {
    tell();
    const timer = setTimeout(() => setState((now) => (now === "asking" ? "silent" : now)), patienceMs);
    return () => clearTimeout(timer);
  }, []);
  const Icon = icons[state];
  return (
    <p
      role="status"
      className="mt-6 flex max-w-lg items-start gap-3 rounded-control border border-line bg-card px-5 py-4 text-left shadow-card"
    >
      <Icon
        aria-hidden="true"
        className={`mt-0.5 size-5 shrink-0 ${state === "unlocked" ? "text-leaf-ink" : "text-brass-ink"} ${state === "asking" ? "animate-spin motion-reduce:animate-none" : ""}`}
      />
      <span>{t(state)}</span>
    </p>
  );
}
