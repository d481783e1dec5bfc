import { useTranslations } from "next-intl";

const steps = ["open", "signIn", "agree"] as const;

/** How to connect a browser, in three short sentences; and what to do where the extension shows a code. */
export function ConnectGuide() {
  const t = useTranslations("onboarding.guide");
  return (
    <div className="text-left">
      <ol className="grid list-decimal gap-1.5 pl-5 marker:font-semibold marker:text-brass-ink">
        {steps.map((step) => (
          <li key={step} className="pl-1">
            {t(step)}
          </li>
        ))}
      </ol>
      <p className="mt-3 text-[0.9375rem] text-soft-ink">
        {t.rich("code", {
          link: (chunks) => (
            <a href="/connect" className="font-semibold text-brass-ink underline underline-offset-4">
              {chunks}
            </a>
          ),
        })}
      </p>
    </div>
  );
}
