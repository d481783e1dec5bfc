import { CircleHelp } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";

/** How a figure is counted, one click away. The browser's own popover: it needs no script and closes with Escape. */
export function Definition({ id, of, children }: { id: string; of: string; children: ReactNode }) {
  const t = useTranslations("staff.overview");
  return (
    <>
      <button
        type="button"
        popoverTarget={id}
        aria-label={t("definitionOf", { figure: of })}
        className="-m-2 grid size-9 shrink-0 place-items-center rounded-full text-soft-ink transition-colors hover:text-ink print:hidden"
      >
        <CircleHelp aria-hidden="true" className="size-4" />
      </button>
      <div
        id={id}
        popover="auto"
        className="m-auto w-[min(26rem,calc(100vw-2.5rem))] rounded-card border border-line bg-card p-6 text-left text-ink shadow-pop backdrop:bg-night/40"
      >
        <p className="font-display text-lg font-semibold">{of}</p>
        <div className="mt-2 grid gap-2 text-[0.9375rem] text-soft-ink">{children}</div>
      </div>
    </>
  );
}
