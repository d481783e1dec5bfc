import { Check, CircleCheck, Clock } from "lucide-react";
import { useTranslations } from "next-intl";

/** What "why?" answers, shown with a made-up example that says it is one by naming nobody. */
export function Why() {
  const t = useTranslations("home.why");
  return (
    <section aria-labelledby="why-title" className="border-y border-line bg-sunken/60">
      <div className="shell grid items-center gap-12 py-20 lg:grid-cols-[1.1fr_1fr] lg:gap-20 lg:py-28">
        <div className="lg:col-start-2 lg:row-start-1">
          <h2 id="why-title" className="text-title">
            {t("title")}
          </h2>
          <p className="mt-5 text-lead text-soft-ink">{t("text")}</p>
        </div>
        <div className="lg:col-start-1 lg:row-start-1">
          <div className="mx-auto max-w-md rounded-card border border-line bg-card p-6 shadow-pop">
            <div className="flex items-center justify-between gap-4">
              <p className="font-display text-lg font-semibold">
                {useTranslations("catalog.features")("advanced_audio.name")}
              </p>
              <p className="inline-flex items-center gap-1.5 rounded-full bg-leaf-wash px-3 py-1 text-sm font-semibold text-leaf-ink">
                <CircleCheck aria-hidden="true" className="size-4" />
                {t("sampleAnswer")}
              </p>
            </div>
            <ol className="mt-5 grid gap-3 border-l-2 border-line pl-5 text-[0.9375rem]">
              {(["one", "two", "three"] as const).map((step) => (
                <li key={step} className="relative">
                  <Check
                    aria-hidden="true"
                    className="absolute -left-[1.85rem] top-1 size-4 rounded-full bg-card text-leaf-ink"
                  />
                  {t(`sample.${step}`)}
                </li>
              ))}
              <li className="relative text-soft-ink">
                <Clock aria-hidden="true" className="absolute -left-[1.85rem] top-1 size-4 bg-card text-brass-ink" />
                {t("sample.next")}
              </li>
            </ol>
          </div>
        </div>
      </div>
    </section>
  );
}
