import { useTranslations } from "next-intl";
import { addressOf } from "@/components/staff/pager";
import { Link } from "@/components/ui/link";

type TimelineFilterProps = {
  path: string;
  kinds: readonly string[];
  /** What is shown now; empty for everything. */
  chosen: readonly string[];
};

const chip =
  "inline-flex min-h-10 items-center rounded-full border border-line px-3.5 text-sm font-semibold text-soft-ink hover:border-control-line hover:text-ink aria-[current]:border-transparent aria-[current]:bg-primary aria-[current]:text-on-primary";

/** Chooses what the timeline shows. Each choice is a link that adds or takes away one kind, so that the address holds it. */
export function TimelineFilter({ path, kinds, chosen }: TimelineFilterProps) {
  const t = useTranslations("customerTimeline");
  const withKind = (kind: string) =>
    kinds.filter((one) => (one === kind ? !chosen.includes(one) : chosen.includes(one))).join(",");
  return (
    <nav aria-label={t("filter")} className="flex flex-wrap gap-1.5">
      <Link href={`${path}#timeline`} aria-current={chosen.length === 0 ? "true" : undefined} className={chip}>
        {t("all")}
      </Link>
      {kinds.map((kind) => (
        <Link
          key={kind}
          href={`${addressOf(path, { kinds: withKind(kind) })}#timeline`}
          aria-current={chosen.includes(kind) ? "true" : undefined}
          className={chip}
        >
          {t(`kind.${kind}`)}
        </Link>
      ))}
    </nav>
  );
}
