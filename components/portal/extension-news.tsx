"use client";

import { CircleCheck, LoaderCircle, Lock, Puzzle } from "lucide-react";
import { useTranslations } from "next-intl";
import { useEffect, useEffectEvent, useState } from "react";
import { handOverCode, tellExtension } from "@/components/portal/tell-extensions";
import type { FormAction } from "@/lib/entry/action";

/** An extension whose service worker slept needs a moment; one that answers later is still believed. */
const patienceMs = 2_500;

const icons = { asking: LoaderCircle, unlocked: CircleCheck, locked: Lock, full: Puzzle, silent: Puzzle };
type State = keyof typeof icons;

type Purchase = {
  /** Gives a code for an extension that asks to be signed in. */
  connect: FormAction<{ code: string }>;
  /** Which checkout was paid, and for which account. */
  fields: Record<string, string>;
};

/**
 * Tells the extension in this browser of a new plan, signs it in where it sent its user here to pay, and says that it is
 * unlocked only once it has answered so.
 */
export function ExtensionNews({ ids, ...purchase }: Purchase & { ids: readonly string[] }) {
  const t = useTranslations("portal.return.active.extension");
  const [state, setState] = useState<State>("asking");
  const tell = useEffectEvent(() => {
    for (const id of ids) {
      void unlock(id, purchase).then((outcome) => {
        // Of several extensions one that is unlocked is the news.
        if (outcome) setState((now) => (now === "unlocked" ? now : outcome));
      });
    }
  });
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

/** How it stands with one extension in the end; null for one that does not answer. */
async function unlock(id: string, { connect, fields }: Purchase): Promise<State | null> {
  const answer = await tellExtension(id);
  if (!answer) return null;
  if (answer.ok) return "unlocked";
  if (!answer.signIn) return "locked";
  const form = new FormData();
  for (const [name, value] of Object.entries({ ...fields, ...answer.signIn, extension_id: id })) form.set(name, value);
  const issued = await connect(null, form).catch(() => null);
  if (issued?.status !== "ok") return issued?.code === "limit_reached" ? "full" : "locked";
  return (await handOverCode(id, issued.value.code))?.ok ? "unlocked" : "locked";
}
