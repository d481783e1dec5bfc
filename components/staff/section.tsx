import { useTranslations } from "next-intl";
import type { ReactNode } from "react";

/** A part of a page of facts. With `count` 0 it says that there is nothing, instead of an empty table. */
export function Section({ title, count, children }: { title: string; count?: number; children: ReactNode }) {
  const t = useTranslations("staff.customer");
  return (
    <section className="mt-9">
      <h2 className="mb-3 flex items-baseline gap-2 text-lg">
        {title}
        {count ? <span className="figures text-sm font-normal text-soft-ink">{count}</span> : null}
      </h2>
      {count === 0 ? <p className="text-sm text-soft-ink">{t("nothing")}</p> : children}
    </section>
  );
}
