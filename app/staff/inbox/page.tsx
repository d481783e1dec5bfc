import { Inbox } from "lucide-react";
import type { Metadata } from "next";
import { getFormatter, getTranslations } from "next-intl/server";
import { searchParameter } from "@/components/search-parameter";
import { DeadLetterTable } from "@/components/staff/dead-letter-table";
import { EventTable } from "@/components/staff/event-table";
import { Pager } from "@/components/staff/pager";
import { cn } from "@/components/ui/class-names";
import { EmptyState } from "@/components/ui/empty-state";
import { Link } from "@/components/ui/link";
import { Segmented, segmentClasses } from "@/components/ui/segmented";
import { countInboxEvents, isInboxFilter, listInboxEvents } from "@/lib/billing/inbox-listing";
import { requireStaff } from "@/lib/entry/page";
import { listDeadLetters } from "@/lib/success/list-dead-letters";

/** The row scrolls where it does not fit; its words don't break. */
const choiceClasses = cn(segmentClasses, "whitespace-nowrap");

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("meta"))("inboxTitle") };
}

const states = ["dead", "failed", "received", "handled", "ignored"] as const;

export default async function InboxPage({ searchParams }: PageProps<"/staff/inbox">) {
  await requireStaff();
  const params = await searchParams;
  const wanted = searchParameter(params.state);
  const state = isInboxFilter(wanted) ? wanted : undefined;
  const cursor = searchParameter(params.cursor);
  const [{ data, nextCursor }, counts, deadLetters, t, format] = await Promise.all([
    listInboxEvents({ state, cursor }),
    countInboxEvents(),
    listDeadLetters(),
    getTranslations("staff.inbox"),
    getFormatter(),
  ]);
  return (
    <>
      <h1 className="text-2xl">{t("title")}</h1>
      <p className="mt-1 text-soft-ink">{t("lead")}</p>
      <div className="my-6 overflow-x-auto">
        <Segmented label={t("filter")}>
          <Link href="/staff/inbox" aria-current={state ? undefined : "true"} className={choiceClasses}>
            {t("all")}
          </Link>
          {states.map((one) => (
            <Link
              key={one}
              href={`/staff/inbox?state=${one}`}
              aria-current={one === state ? "true" : undefined}
              className={choiceClasses}
            >
              {t(`state.${one}`)}
              <span className="figures text-xs font-normal">{format.number(counts[one])}</span>
            </Link>
          ))}
        </Segmented>
      </div>
      {data.length > 0 ? (
        <EventTable events={data} />
      ) : (
        <EmptyState icon={<Inbox />} title={t("emptyTitle")}>
          {state ? t("emptyText") : t("noneText")}
        </EmptyState>
      )}
      <Pager path="/staff/inbox" filter={{ state }} cursor={cursor} nextCursor={nextCursor} />
      {deadLetters.length > 0 ? (
        <section>
          <h2 className="mt-10 text-lg">{t("deadLetters")}</h2>
          <p className="mb-4 mt-1 text-soft-ink">{t("deadLettersLead")}</p>
          <DeadLetterTable letters={deadLetters} />
        </section>
      ) : null}
    </>
  );
}
