import { ArrowDown, NotebookPen, Pause, Video } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { useStorageText } from "@/components/storage-text";
import { featureLimit, planKeys } from "@/lib/catalog/plans";

/** The three capabilities, each with a small drawing of itself. */
export function FeatureCards() {
  const t = useTranslations("home.features");
  const names = useTranslations("catalog.features");
  return (
    <section id="features" aria-labelledby="features-title" className="shell scroll-mt-24 py-20 lg:py-28">
      <div className="max-w-2xl">
        <h2 id="features-title" className="text-title">
          {t("title")}
        </h2>
        <p className="mt-4 text-lead text-soft-ink">{t("lead")}</p>
      </div>
      <div className="mt-12 grid gap-5 lg:grid-cols-3">
        <FeatureCard name={names("advanced_audio.name")} title={t("audio.title")} text={t("audio.text")}>
          <EqualiserDrawing />
        </FeatureCard>
        <FeatureCard name={names("workflow_automation.name")} title={t("rules.title")} text={t("rules.text")}>
          <RuleDrawing />
        </FeatureCard>
        <FeatureCard
          name={names("extended_storage.name")}
          title={t("storage.title")}
          text={t("storage.text", { limit: useStorageText()(featureLimit("pro", "extended_storage") ?? 0) })}
        >
          <StorageDrawing />
        </FeatureCard>
      </div>
    </section>
  );
}

type FeatureCardProps = { name: string; title: string; text: string; children: ReactNode };

function FeatureCard({ name, title, text, children }: FeatureCardProps) {
  return (
    <article className="flex flex-col overflow-hidden rounded-card border border-line bg-card shadow-card">
      <div aria-hidden="true" className="grid h-60 place-items-center border-b border-line bg-sunken/70 px-6">
        {children}
      </div>
      <div className="p-6 sm:p-7">
        <p className="text-sm font-semibold text-brass-ink">{name}</p>
        <h3 className="mt-1.5 text-xl leading-snug">{title}</h3>
        <p className="mt-3 text-soft-ink">{text}</p>
      </div>
    </article>
  );
}

function EqualiserDrawing() {
  const t = useTranslations("home.features.audio");
  return (
    <div className="w-full max-w-xs">
      <div className="flex gap-2 text-xs font-semibold">
        <span className="rounded-full bg-primary px-3 py-1 text-on-primary">{t("presets.night")}</span>
        <span className="rounded-full bg-card px-3 py-1 ring-1 ring-line">{t("presets.voice")}</span>
        <span className="rounded-full bg-card px-3 py-1 ring-1 ring-line">{t("presets.bass")}</span>
      </div>
      <svg viewBox="0 0 300 120" className="mt-4 w-full overflow-visible" aria-hidden="true">
        <path
          d="M0 20.5h300M0 60.5h300M0 100.5h300M60.5 8v104M120.5 8v104M180.5 8v104M240.5 8v104"
          className="fill-none stroke-line"
        />
        <path d="M0 84C32 84 38 28 74 28s46 46 78 46 40-34 70-34 38 40 78 40v32H0Z" className="fill-brass opacity-20" />
        <path
          d="M0 84C32 84 38 28 74 28s46 46 78 46 40-34 70-34 38 40 78 40"
          className="fill-none stroke-brass [stroke-linecap:round]"
          strokeWidth="4"
        />
        {[
          [74, 28],
          [152, 74],
          [222, 40],
        ].map(([x, y]) => (
          <circle key={x} cx={x} cy={y} r="7.5" className="fill-primary stroke-card" strokeWidth="3" />
        ))}
      </svg>
      <div className="mt-1 flex justify-between figures text-[0.6875rem] text-soft-ink">
        <span>{t("low")}</span>
        <span>{t("high")}</span>
      </div>
    </div>
  );
}

function RuleDrawing() {
  const t = useTranslations("home.features.rules");
  const step = "flex items-center gap-3 rounded-control bg-card px-4 py-2.5 text-sm shadow-card ring-1 ring-line";
  return (
    <div className="grid w-full max-w-xs justify-items-stretch gap-1.5">
      <span className={step}>
        <Video className="size-4 text-brass-ink" />
        <span className="font-semibold">{t("when")}</span>
        <span className="text-soft-ink">{t("whenText")}</span>
      </span>
      <ArrowDown className="mx-auto size-4 text-control-line" />
      <span className={step}>
        <Pause className="size-4 text-brass-ink" />
        <span className="font-semibold">{t("then")}</span>
        <span className="text-soft-ink">{t("thenOne")}</span>
      </span>
      <span className={step}>
        <NotebookPen className="size-4 text-brass-ink" />
        <span className="font-semibold">{t("then")}</span>
        <span className="text-soft-ink">{t("thenTwo")}</span>
      </span>
    </div>
  );
}

/** The limits side by side. A tenth of a plan is a tenth of the next, so heights follow the logarithm, not the number. */
function StorageDrawing() {
  const names = useTranslations("catalog.plans");
  const storage = useStorageText();
  const heights = { free: "h-10", pro: "h-24", team: "h-40" };
  return (
    <div className="flex h-full w-full max-w-xs items-end justify-between gap-4">
      {planKeys.map((plan) => (
        <span
          key={plan}
          className={`${heights[plan]} flex flex-1 flex-col items-center justify-start rounded-t-full bg-primary/15 pt-3 data-[plan=pro]:bg-primary data-[plan=pro]:text-on-primary dark:bg-ink/10`}
          data-plan={plan}
        >
          <span className={plan === "free" ? "-mt-14 text-center text-ink" : "mt-2 text-center"}>
            <span className="block text-xs font-semibold">{names(`${plan}.name`)}</span>
            <span className="figures block font-display text-sm font-semibold">
              {storage(featureLimit(plan, "extended_storage") ?? 0)}
            </span>
          </span>
        </span>
      ))}
    </div>
  );
}
