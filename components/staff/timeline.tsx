import {
  Ban,
  Banknote,
  CircleUserRound,
  Gauge,
  LifeBuoy,
  type LucideIcon,
  Mail,
  MonitorSmartphone,
  RefreshCw,
  Repeat,
  ShoppingCart,
  Webhook,
} from "lucide-react";
import { useFormatter, useTranslations } from "next-intl";
import { useSentence } from "@/components/staff/use-sentence";
import { cn } from "@/components/ui/class-names";
import { Link } from "@/components/ui/link";
import { ScrollArea } from "@/components/ui/table";
import type { Doer, TimelineEntry } from "@/lib/platform/timeline";

const icons: Record<TimelineEntry["kind"], LucideIcon> = {
  money: Banknote,
  subscription: Repeat,
  checkout: ShoppingCart,
  account: CircleUserRound,
  device: MonitorSmartphone,
  usage: Gauge,
  mail: Mail,
  staff: LifeBuoy,
  sync: RefreshCw,
  event: Webhook,
  refusal: Ban,
};

const tones: Record<TimelineEntry["tone"], string> = {
  neutral: "bg-sunken text-soft-ink",
  good: "bg-leaf-wash text-leaf-ink",
  notice: "bg-brass-wash text-brass-ink",
  warning: "bg-amber-wash text-amber-ink",
  bad: "bg-ember-wash text-ember-ink",
};

/** What happened, day by day, newest first. */
export function Timeline({ entries }: { entries: TimelineEntry[] }) {
  const format = useFormatter();
  const days = groupByDay(entries);
  return (
    <ol className="grid gap-7">
      {days.map(([day, ofDay]) => (
        <li key={day}>
          <h3 className="text-sm font-semibold text-soft-ink">
            <time dateTime={day}>{format.dateTime(new Date(`${day}T00:00:00Z`), { dateStyle: "full" })}</time>
          </h3>
          <ol className="relative mt-2 before:absolute before:bottom-4 before:left-[1.0625rem] before:top-4 before:w-px before:bg-line">
            {ofDay.map((entry) => (
              <Entry key={`${entry.source}.${entry.id}`} entry={entry} />
            ))}
          </ol>
        </li>
      ))}
    </ol>
  );
}

function Entry({ entry }: { entry: TimelineEntry }) {
  const t = useTranslations("customerTimeline");
  const write = useSentence();
  const { kind, tone, reason, href } = entry;
  const Icon = icons[kind];
  const text = write(entry.sentence);
  const leadsTo = t(kind === "money" ? "invoice" : "raw");
  return (
    <li className="relative flex gap-3.5 py-2">
      <span className={cn("relative grid size-9 shrink-0 place-items-center rounded-full", tones[tone])}>
        <Icon aria-hidden="true" className="size-4" />
      </span>
      <div className="min-w-0 flex-1 pt-1.5">
        <p
          className={cn(
            "text-[0.9375rem] leading-snug [overflow-wrap:anywhere]",
            tone !== "neutral" && "font-semibold",
          )}
        >
          {text}
        </p>
        {reason ? (
          <p className="mt-1 border-l-2 border-brass pl-3 text-[0.9375rem] text-ink [overflow-wrap:anywhere]">
            {t("reason", { reason })}
          </p>
        ) : null}
        {href ? (
          <p className={factsLook}>
            <EntryFacts entry={entry} />
            <Link
              href={href}
              aria-label={`${leadsTo}: ${text}`}
              className={cn(rawLook, "inline-flex min-h-9 items-center")}
            >
              {leadsTo}
            </Link>
          </p>
        ) : (
          <details>
            <summary className={cn(factsLook, "cursor-pointer list-none")}>
              <EntryFacts entry={entry} />
              <span className={rawLook}>{t("raw")}</span>
            </summary>
            <Raw entry={entry} label={t("rawOf", { what: text })} />
          </details>
        )}
      </div>
    </li>
  );
}

const factsLook = "flex min-h-9 flex-wrap items-center gap-x-3 text-sm text-soft-ink";
const rawLook = "font-semibold text-brass-ink underline-offset-4 hover:underline";

/** When, of which kind, and who. */
function EntryFacts({ entry }: { entry: TimelineEntry }) {
  const t = useTranslations("customerTimeline");
  const format = useFormatter();
  const nameOf = useDoer();
  const { at, kind, doer } = entry;
  return (
    <>
      <time dateTime={at.toISOString()} className="figures">
        {format.dateTime(at, { timeStyle: "short" })}
      </time>
      <span>{t(`kind.${kind}`)}</span>
      <span className="break-words">{nameOf(doer)}</span>
      <MachineTime entry={entry} />
    </>
  );
}

/** Names who did it; a person or a device that is gone has no name any more. */
function useDoer(): (doer: Doer) => string {
  const t = useTranslations("customerTimeline.doer");
  return ({ kind, name }) => {
    if (kind === "stripe" || kind === "system") return t(kind);
    return name === null ? t(`${kind}Gone`) : t(kind, { name });
  };
}

/** Our row, as it is kept. */
function Raw({ entry, label }: { entry: TimelineEntry; label: string }) {
  return (
    <ScrollArea label={label} className="mt-1 max-h-96 overflow-y-auto rounded-control border border-line bg-sunken">
      <pre className="p-4 font-mono text-xs leading-relaxed">
        {JSON.stringify({ id: entry.id, ...entry.raw }, null, 2)}
      </pre>
    </ScrollArea>
  );
}

/** Less than this is the way from one table to the other, and no other clock. */
const sameClockMs = 60_000;

/** The machine's time, where it differs: the demo moves business time. */
function MachineTime({ entry: { at, systemAt, isMachineTime } }: { entry: TimelineEntry }) {
  const t = useTranslations("customerTimeline");
  const format = useFormatter();
  if (isMachineTime) return <span>{t("onlySystemTime")}</span>;
  if (!systemAt || Math.abs(systemAt.getTime() - at.getTime()) < sameClockMs) return null;
  return (
    <span className="figures">
      {t("systemTime", { time: format.dateTime(systemAt, { dateStyle: "medium", timeStyle: "short" }) })}
    </span>
  );
}

function groupByDay(entries: TimelineEntry[]): [day: string, entries: TimelineEntry[]][] {
  const days = new Map<string, TimelineEntry[]>();
  for (const entry of entries) {
    const day = entry.at.toISOString().slice(0, 10);
    days.set(day, [...(days.get(day) ?? []), entry]);
  }
  return [...days];
}
