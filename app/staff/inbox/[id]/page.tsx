import { ArrowLeft } from "lucide-react";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { Fragment } from "react";
import { replayEvent } from "@/app/staff/actions";
import { EventCustomer, EventState } from "@/components/staff/event-table";
import { Facts } from "@/components/staff/facts";
import { Id, Instant } from "@/components/staff/instant";
import { ReplayButton } from "@/components/staff/replay-button";
import { Alert } from "@/components/ui/alert";
import { Link } from "@/components/ui/link";
import { ScrollArea } from "@/components/ui/table";
import { getInboxEvent } from "@/lib/billing/inbox-listing";
import { isAppError } from "@/lib/core/errors";
import { requireStaff } from "@/lib/entry/page";
import { isPermitted } from "@/lib/platform/installed";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("meta"))("eventTitle") };
}

export default async function EventPage({ params }: PageProps<"/staff/inbox/[id]">) {
  const { role } = await requireStaff();
  const [event, t] = await Promise.all([findEvent((await params).id), getTranslations("staff.inbox")]);
  if (!event) notFound();
  return (
    <>
      <Link href="/staff/inbox" className="inline-flex items-center gap-2 text-sm font-semibold text-brass-ink">
        <ArrowLeft aria-hidden="true" className="size-4" />
        {t("back")}
      </Link>
      <div className="mt-4 flex flex-wrap items-center justify-between gap-4">
        <div className="flex flex-wrap items-center gap-3">
          <h1 className="text-2xl [overflow-wrap:anywhere]">
            {/* Between its parts, where it has to break. */}
            {event.type.split(/(?<=\.)/).map((part) => (
              <Fragment key={part}>
                {part}
                <wbr />
              </Fragment>
            ))}
          </h1>
          <EventState event={event} />
        </div>
        {isPermitted(role, "inbox.replay") ? <ReplayButton action={replayEvent} event={event.stripeEventId} /> : null}
      </div>
      {event.lastError ? (
        <Alert
          tone={event.state === "failed" ? "bad" : "notice"}
          title={event.state === "ignored" ? t("ignoredBecause") : t("error")}
          className="mt-6"
        >
          {event.lastError}
        </Alert>
      ) : null}
      <Facts
        className="mt-6"
        facts={[
          [t("event"), <Id key="id">{event.stripeEventId}</Id>],
          [t("customer"), <EventCustomer key="customer" event={event} />],
          [t("occurred"), <Instant key="occurred" at={event.occurredAt} />],
          [t("received"), <Instant key="received" at={event.receivedAt} />],
          [t("handled"), <Instant key="handled" at={event.handledAt} />],
          [t("attempts"), event.attempts],
          [t("deliveries"), event.deliveries],
          [t("version"), event.apiVersion],
          ...(event.state === "failed"
            ? [[t("nextAttempt"), <Instant key="next" at={event.nextAttemptAt} />] as const]
            : []),
        ]}
      />
      <h2 className="mb-3 mt-8 text-lg">{t("payload")}</h2>
      <ScrollArea
        label={t("payload")}
        className="max-h-[40rem] overflow-y-auto rounded-card border border-line bg-card"
      >
        <pre className="p-5 font-mono text-xs leading-relaxed">{prettyJson(event.payload)}</pre>
      </ScrollArea>
    </>
  );
}

async function findEvent(id: string) {
  try {
    return await getInboxEvent(id);
  } catch (error) {
    if (isAppError(error, "not_found")) return null;
    throw error;
  }
}

/** The body with its structure shown; as it came where it is no JSON. */
function prettyJson(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
