import { Ban } from "lucide-react";
import { useTranslations } from "next-intl";
import { plans } from "@/lib/catalog/plans";

/** What the trial is, day by day, and what we will not do. */
export function Trial() {
  const t = useTranslations("home.trial");
  const days = plans.pro.trialDays;
  const line = [
    { label: t("startLabel"), text: t("startText") },
    { label: t("duringLabel", { days }), text: t("duringText") },
    { label: t("endLabel", { days }), text: t("endText") },
  ];
  return (
    <section aria-labelledby="trial-title" className="shell py-20 lg:py-28">
      <div className="grid gap-12 lg:grid-cols-[1fr_1.1fr] lg:gap-20">
        <div>
          <p className="text-sm font-semibold text-brass-ink">{t("eyebrow")}</p>
          <h2 id="trial-title" className="mt-2 text-title">
            {t("title", { days })}
          </h2>
          <p className="mt-5 text-lead text-soft-ink">{t("text", { days })}</p>
          <h3 className="mt-10 text-base">{t("neverTitle")}</h3>
          <ul className="mt-3 grid gap-2.5">
            {(["one", "two", "three"] as const).map((item) => (
              <li key={item} className="flex gap-3 text-soft-ink">
                <Ban aria-hidden="true" className="mt-1 size-4 shrink-0 text-ember-ink" />
                {t(`never.${item}`)}
              </li>
            ))}
          </ul>
        </div>
        <ol className="relative grid content-center gap-4">
          {line.map(({ label, text }, index) => (
            <li key={label} className="grid grid-cols-[2.5rem_1fr] gap-x-5">
              <span aria-hidden="true" className="flex flex-col items-center">
                <span
                  className={`mt-7 grid size-6 place-items-center rounded-full border-2 ${index === 2 ? "border-brass bg-brass" : "border-primary bg-paper"}`}
                >
                  <span className={`size-2 rounded-full ${index === 2 ? "bg-night" : "bg-primary"}`} />
                </span>
                {index < 2 ? <span className="-mb-12 mt-1 w-0.5 flex-1 bg-line" /> : null}
              </span>
              <div className="rounded-card border border-line bg-card p-6 shadow-card">
                <h3 className="text-lg">{label}</h3>
                <p className="mt-1 text-soft-ink">{text}</p>
              </div>
            </li>
          ))}
        </ol>
      </div>
    </section>
  );
}
