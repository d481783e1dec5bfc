import { useTranslations } from "next-intl";
import type { ReactNode } from "react";

type SectionProps = {
  title: string;
  /** With 0 it says that there is nothing, instead of an empty table. */
  count?: number;
  /** How many are read: where there are so many, they are only the latest. */
  most?: number;
  children: ReactNode;
};

/** A part of a page of facts. */
export function Section({ title, count, most, children }: SectionProps) {
  const t = useTranslations("staff.customer");
  return (
    <section className="mt-9">
      <h2 className="mb-3 flex items-baseline gap-2 text-lg">
        {title}
        {count ? (
          <span className="figures text-sm font-normal text-soft-ink">
            {count === most ? t("latest", { count }) : count}
          </span>
        ) : null}
      </h2>
      {count === 0 ? <p className="text-sm text-soft-ink">{t("nothing")}</p> : children}
    </section>
  );
}
