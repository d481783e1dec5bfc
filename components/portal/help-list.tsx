import { ChevronDown } from "lucide-react";
import { useTranslations } from "next-intl";
import { LocaleLink } from "@/components/locale-link";
import { Card, CardTitle } from "@/components/ui/card";
import type { AccountStatus } from "@/lib/entitlements/reasons";

/** The questions that come up on these pages; texts under `portal.help`. */
export type HelpTopic =
  | "cancel"
  | "failing"
  | "change"
  | "data"
  | "counts"
  | "full"
  | "wrong"
  | "seats"
  | "leaving"
  | "invoiceAddress"
  | "resume"
  | "back"
  | "reinstall"
  | "places"
  | "lost";

/** What somebody most likely wants to know about a plan that stands like this, first. */
export function planHelp(status: AccountStatus): readonly HelpTopic[] {
  const usual = ["change", "cancel", "data"] as const;
  if (status === "past_due" || status === "suspended") return ["failing", ...usual];
  if (status === "canceling") return ["resume", "change", "data"];
  if (status === "ended") return ["back", "data"];
  return [...usual, "failing"];
}

/** Short answers where the question arises, and where to read on. */
export function HelpList({ topics }: { topics: readonly HelpTopic[] }) {
  const t = useTranslations("portal.help");
  return (
    <Card aria-labelledby="help" className="print:hidden">
      <CardTitle id="help">{t("title")}</CardTitle>
      <ul className="mt-2 divide-y divide-line">
        {topics.map((topic) => (
          <li key={topic}>
            <details className="group py-1">
              <summary className="-mx-2 flex min-h-11 list-none items-center justify-between gap-3 rounded-lg px-2 py-2 font-semibold hover:bg-sunken">
                {t(`${topic}.question`)}
                <ChevronDown
                  aria-hidden="true"
                  className="size-4 shrink-0 text-soft-ink transition-transform group-open:rotate-180 motion-reduce:transition-none"
                />
              </summary>
              <p className="max-w-prose pb-3 text-pretty text-soft-ink">{t(`${topic}.answer`)}</p>
            </details>
          </li>
        ))}
      </ul>
      <p className="mt-4 text-[0.9375rem] text-soft-ink">
        {t.rich("more", {
          prices: (chunks) => (
            <LocaleLink href="/pricing#questions" className="font-semibold text-brass-ink underline underline-offset-4">
              {chunks}
            </LocaleLink>
          ),
          privacy: (chunks) => (
            <LocaleLink href="/legal/privacy" className="font-semibold text-brass-ink underline underline-offset-4">
              {chunks}
            </LocaleLink>
          ),
        })}
      </p>
    </Card>
  );
}
