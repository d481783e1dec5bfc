import { Monitor, Moon, Sun } from "lucide-react";
import { useTranslations } from "next-intl";
import { ThemeButtons } from "@/components/theme/theme-buttons";

/** Chooses between light, dark and the device's own wish. */
export function ThemeSwitch() {
  const t = useTranslations("common.theme");
  return (
    <fieldset className="inline-flex rounded-full border border-line bg-sunken p-1">
      <legend className="sr-only">{t("label")}</legend>
      <ThemeButtons
        choices={[
          { theme: "light", label: t("light"), icon: <Sun aria-hidden="true" className="size-4" /> },
          { theme: "system", label: t("system"), icon: <Monitor aria-hidden="true" className="size-4" /> },
          { theme: "dark", label: t("dark"), icon: <Moon aria-hidden="true" className="size-4" /> },
        ]}
      />
    </fieldset>
  );
}
