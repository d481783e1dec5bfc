import { useTranslations } from "next-intl";
import { Id, Instant } from "@/components/staff/instant";
import { Badge, type Tone } from "@/components/ui/badge";
import { Link } from "@/components/ui/link";
import { Cell, HeaderCell, Table, TableBody, TableHead, TableRow } from "@/components/ui/table";
import type { InboxEntry } from "@/lib/billing/inbox-listing";
import { toPublicId } from "@/lib/core/ids";

const eventTone: Record<InboxEntry["state"], Tone> = {
  received: "notice",
  handled: "good",
  ignored: "neutral",
  failed: "bad",
};

/** Events of Stripe, latest first; the type leads to the event. */
export function EventTable({ events }: { events: InboxEntry[] }) {
  const t = useTranslations("staff.inbox");
  return (
    <Table label={t("title")}>
      <TableHead>
        <tr>
          <HeaderCell>{t("type")}</HeaderCell>
          <HeaderCell>{t("filter")}</HeaderCell>
          <HeaderCell>{t("received")}</HeaderCell>
          <HeaderCell>{t("occurred")}</HeaderCell>
          <HeaderCell className="text-right">{t("attempts")}</HeaderCell>
          <HeaderCell>{t("customer")}</HeaderCell>
        </tr>
      </TableHead>
      <TableBody>
        {events.map((event) => (
          <TableRow key={event.stripeEventId}>
            <Cell className="p-0">
              <Link
                href={`/staff/inbox/${event.stripeEventId}`}
                className="block whitespace-nowrap px-4 py-3 font-semibold underline-offset-4 outline-offset-[-2px] hover:underline"
              >
                {event.type}
              </Link>
            </Cell>
            <Cell>
              <EventState event={event} />
            </Cell>
            <Cell>
              <Instant at={event.receivedAt} />
            </Cell>
            <Cell>
              <Instant at={event.occurredAt} />
            </Cell>
            <Cell className="figures text-right">{event.attempts}</Cell>
            <Cell>
              <EventCustomer event={event} />
            </Cell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}

/** Where an event stands: a dead letter is one that failed, and keeps failing. */
export function EventState({ event: { state, deadAt } }: { event: InboxEntry }) {
  const t = useTranslations("staff.inbox.state");
  return <Badge tone={eventTone[state]}>{t(deadAt ? "dead" : state)}</Badge>;
}

/** Whom an event is about: our account where we know it, else Stripe's customer. */
export function EventCustomer({ event }: { event: InboxEntry }) {
  if (!event.accountId) return event.stripeCustomerId ? <Id>{event.stripeCustomerId}</Id> : null;
  const id = toPublicId("account", event.accountId);
  return (
    <Link href={`/staff/customers/${id}`} className="underline-offset-4 hover:underline">
      <Id>{event.stripeCustomerId ?? id}</Id>
    </Link>
  );
}
