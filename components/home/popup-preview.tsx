import { LockOpen, NotebookPen, Workflow } from "lucide-react";
import { useTranslations } from "next-intl";
import type { CSSProperties } from "react";
import { Mark } from "@/components/brand/mark";

const bands = [58, 74, 88, 66, 48, 42, 56, 70, 82, 64];

type PopupPreviewProps = { used: string; limit: string; share: number };

/** The extension's window as a drawing: every size hangs on the font size, so that the scene scales as one. */
export function PopupPreview({ used, limit, share }: PopupPreviewProps) {
  const t = useTranslations("home.popup");
  return (
    <div className="w-[20em] rounded-[1.25em] border border-line bg-card p-[1.15em] text-ink shadow-pop">
      <div className="flex items-center gap-[0.7em]">
        <span className="grid size-[2.5em] place-items-center rounded-[0.7em] bg-sunken text-primary dark:text-ink">
          <Mark className="size-[1.6em]" />
        </span>
        <span className="min-w-0 flex-1 leading-tight">
          <span className="block truncate font-display text-[1.1em] font-semibold tracking-tight">{t("title")}</span>
          <span className="block truncate text-[0.82em] text-soft-ink">{t("playing")}</span>
        </span>
        <span className="inline-flex items-center gap-[0.35em] rounded-full bg-leaf-wash px-[0.7em] py-[0.25em] text-[0.8em] font-semibold text-leaf-ink">
          <LockOpen className="size-[1em]" />
          {t("unlocked")}
        </span>
      </div>

      <div className="mt-[1em] rounded-[0.85em] bg-sunken px-[0.95em] pb-[0.8em] pt-[0.7em]">
        <span className="text-[0.82em] font-semibold">{t("equaliser")}</span>
        <span className="mt-[0.6em] flex h-[5.2em] items-stretch justify-between">
          {bands.map((band, index) => (
            <span
              // biome-ignore lint/suspicious/noArrayIndexKey: the bands of an equaliser have no name but their place
              key={index}
              className="relative w-[0.28em] rounded-full bg-line"
              style={{ "--band": `${band}%` } as CSSProperties}
            >
              <span className="absolute inset-x-0 bottom-0 h-(--band) rounded-full bg-brass" />
              <span className="absolute bottom-(--band) left-1/2 size-[0.95em] -translate-x-1/2 translate-y-1/2 rounded-full border-[0.2em] border-card bg-primary shadow-card" />
            </span>
          ))}
        </span>
      </div>

      <div className="mt-[0.65em] flex items-center gap-[0.7em] rounded-[0.85em] border border-line px-[0.95em] py-[0.75em]">
        <Workflow className="size-[1.2em] shrink-0 text-brass-ink" />
        <span className="min-w-0 flex-1 truncate text-[0.88em] font-medium">{t("rule")}</span>
        <span className="relative h-[1.3em] w-[2.3em] shrink-0 rounded-full bg-primary">
          <span className="absolute right-[0.16em] top-[0.16em] size-[0.98em] rounded-full bg-on-primary" />
        </span>
      </div>

      <div className="mt-[0.65em] rounded-[0.85em] border border-line px-[0.95em] py-[0.75em]">
        <span className="flex items-center gap-[0.7em]">
          <NotebookPen className="size-[1.2em] shrink-0 text-brass-ink" />
          <span className="flex-1 text-[0.88em] font-medium">{t("notes")}</span>
          <span className="figures text-[0.8em] text-soft-ink">{t("notesUsed", { used, limit })}</span>
        </span>
        <span className="mt-[0.6em] block h-[0.42em] overflow-hidden rounded-full bg-line">
          <span className="block h-full rounded-full bg-primary" style={{ width: `${share * 100}%` }} />
        </span>
      </div>
    </div>
  );
}
