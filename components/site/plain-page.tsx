import { useFormatter, useTranslations } from "next-intl";
import type { ReactNode } from "react";

type PlainPageProps = {
  title: string;
  lead: string;
  since: Date;
  /** Who answers for what the page says. */
  operator: { name: string | null; address: string | null; mail: string; isExample: boolean };
  sections: { title: string; text: string; children?: ReactNode }[];
};

/** A page of text, in a column that is pleasant to read. */
export function PlainPage({ title, lead, since, operator, sections }: PlainPageProps) {
  const t = useTranslations("legal");
  const format = useFormatter();
  const nameOf = ({ name, address, mail }: PlainPageProps["operator"]) => {
    if (!name) return t("operator.mailOnly", { mail });
    return address ? t("operator.named", { name, address, mail }) : t("operator.nameOnly", { name, mail });
  };
  return (
    <article className="shell py-14 lg:py-20">
      <div className="mx-auto max-w-2xl">
        <h1 className="text-title">{title}</h1>
        <p className="mt-4 text-lead text-soft-ink">{lead}</p>
        {sections.map((section) => (
          <section key={section.title} className="mt-9">
            <h2 className="text-xl">{section.title}</h2>
            <p className="mt-2 leading-relaxed">{section.text}</p>
            {section.children}
          </section>
        ))}
        <section className="mt-9">
          <h2 className="text-xl">{t("operator.title")}</h2>
          <p className="mt-2 leading-relaxed">{nameOf(operator)}</p>
          {operator.isExample ? (
            <p className="mt-2 inline-block rounded-control bg-amber-wash px-3 py-1.5 text-sm text-amber-ink">
              {t("operator.example")}
            </p>
          ) : null}
        </section>
        <p className="mt-12 border-t border-line pt-5 text-sm text-soft-ink">
          {t("updated", { date: format.dateTime(since, { dateStyle: "long" }) })}
        </p>
      </div>
    </article>
  );
}
