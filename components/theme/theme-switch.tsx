"use client";

import { Monitor, Moon, Sun } from "lucide-react";
import { useTranslations } from "next-intl";
import { useTheme } from "next-themes";
import { useSyncExternalStore } from "react";

const choices = [
  { theme: "light", Icon: Sun },
  { theme: "system", Icon: Monitor },
  { theme: "dark", Icon: Moon },
] as const;

const neverChanges = () => () => undefined;

/** Chooses between light, dark and the device's own wish. The server can't know the choice, so none is marked at first. */
export function ThemeSwitch() {
  const t = useTranslations("common.theme");
  const { theme, setTheme } = useTheme();
  const isInBrowser = useSyncExternalStore(
    neverChanges,
    () => true,
    () => false,
  );
  return (
    <fieldset className="inline-flex rounded-full border border-line bg-sunken p-1">
      <legend className="sr-only">{t("label")}</legend>
      {choices.map(({ theme: choice, Icon }) => (
        <button
          key={choice}
          type="button"
          title={t(choice)}
          aria-label={t(choice)}
          aria-pressed={isInBrowser && theme === choice}
          onClick={() => setTheme(choice)}
          className="grid size-9 place-items-center rounded-full text-soft-ink hover:text-ink aria-pressed:bg-card dark:aria-pressed:bg-control-line/45 aria-pressed:text-ink aria-pressed:shadow-card"
        >
          <Icon aria-hidden="true" className="size-4" />
        </button>
      ))}
    </fieldset>
  );
}
