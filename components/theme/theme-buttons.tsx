"use client";

import { useTheme } from "next-themes";
import { type ReactNode, useSyncExternalStore } from "react";

type Choice = { theme: "light" | "system" | "dark"; label: string; icon: ReactNode };

const neverChanges = () => () => undefined;

/** The buttons of the colours. The server can't know the choice, so none is marked at first. */
export function ThemeButtons({ choices }: { choices: Choice[] }) {
  const { theme: chosen, setTheme } = useTheme();
  const isInBrowser = useSyncExternalStore(
    neverChanges,
    () => true,
    () => false,
  );
  return choices.map(({ theme, label, icon }) => (
    <button
      key={theme}
      type="button"
      title={label}
      aria-label={label}
      aria-pressed={isInBrowser && chosen === theme}
      onClick={() => setTheme(theme)}
      className="grid size-9 place-items-center rounded-full text-soft-ink hover:text-ink aria-pressed:bg-card dark:aria-pressed:bg-control-line/45 aria-pressed:text-ink aria-pressed:shadow-card"
    >
      {icon}
    </button>
  ));
}
