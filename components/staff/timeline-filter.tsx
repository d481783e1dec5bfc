import { useTranslations } from "next-intl";
import { addressOf } from "@/components/staff/pager";
import { Link } from "@/components/ui/link";
import { chipClasses } from "@/components/ui/segmented";
import type { TimelineKind } from "@/lib/platform/timeline";

type TimelineFilterProps = {
  path: string;
  kinds: readonly TimelineKind[];
  /** What is shown now; empty for everything. */
  chosen: readonly TimelineKind[];
};

/** Chooses what the timeline shows. Each choice is a link that adds or takes away one kind, so that the address holds it. */
export function TimelineFilter({ path, kinds, chosen }: TimelineFilterProps) {
  const t = useTranslations("customerTimeline");
  const withKind = (kind: TimelineKind) =>
    kinds.filter((one) => (one === kind ? !chosen.includes(one) : chosen.includes(one))).join(",");
  return (
    <nav aria-label={t("filter")} className="flex flex-wrap gap-1.5">
      <Link href={`${path}#timeline`} aria-current={chosen.length === 0 ? "true" : undefined} className={chipClasses}>
        {t("all")}
      </Link>
      {kinds.map((kind) => (
        <Link
          key={kind}
          href={`${addressOf(path, { kinds: withKind(kind) })}#timeline`}
          aria-current={chosen.includes(kind) ? "true" : undefined}
          className={chipClasses}
        >
          {t(`kind.${kind}`)}
        </Link>
      ))}
    </nav>
  );
}
