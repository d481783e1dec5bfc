import { useFormatter, useTranslations } from "next-intl";

type PlainPageProps = { title: string; lead: string; since: Date; sections: { title: string; text: string }[] };

/** A page of text, in a column that is pleasant to read. */
export function PlainPage({ title, lead, since, sections }: PlainPageProps) {
  const t = useTranslations("legal");
  const format = useFormatter();
  return (
    <article className="shell py-14 lg:py-20">
      <div className="mx-auto max-w-2xl">
        <h1 className="text-title">{title}</h1>
        <p className="mt-4 text-lead text-soft-ink">{lead}</p>
        {sections.map((section) => (
          <section key={section.title} className="mt-9">
            <h2 className="text-xl">{section.title}</h2>
            <p className="mt-2 leading-relaxed">{section.text}</p>
          </section>
        ))}
        <p className="mt-12 border-t border-line pt-5 text-sm text-soft-ink">
          {t("updated", { date: format.dateTime(since, { dateStyle: "long" }) })}
        </p>
      </div>
    </article>
  );
}
