import { useTranslations } from "next-intl";

const steps = ["one", "two", "three"] as const;

/** How a stranger becomes somebody whose extension is open. */
export function Steps() {
  const t = useTranslations("home.how");
  return (
    <section id="how" aria-labelledby="how-title" className="scroll-mt-20 bg-night text-on-night">
      <div className="shell py-20 lg:py-28">
        <h2 id="how-title" className="max-w-2xl text-title">
          {t("title")}
        </h2>
        <ol className="mt-12 grid gap-x-8 gap-y-12 md:grid-cols-3">
          {steps.map((step, index) => (
            <li key={step} className="relative">
              <span
                aria-hidden="true"
                className="grid h-16 w-14 place-items-center rounded-b-md rounded-t-full border-2 border-brass pt-2 font-display text-2xl font-semibold text-brass"
              >
                {index + 1}
              </span>
              {index < steps.length - 1 ? (
                <span
                  aria-hidden="true"
                  className="absolute left-20 right-0 top-10 hidden border-t-2 border-dashed border-night-line md:block"
                />
              ) : null}
              <h3 className="mt-6 text-xl">{t(`${step}.title`)}</h3>
              <p className="mt-2 max-w-sm text-on-night-soft">{t(`${step}.text`)}</p>
            </li>
          ))}
        </ol>
      </div>
    </section>
  );
}
