import { useTranslations } from "next-intl";

/** How many of the seats are taken, or, where there are more people than seats, how many have to share them. */
export function SeatCount({ members, offers, seats }: { members: number; offers: number; seats: number }) {
  const t = useTranslations("portal.members");
  const taken = members + offers;
  const isOver = taken > seats;
  const offered = t(isOver ? "invitedOf" : "offered", { count: offers });
  const count = t(isOver ? "countOver" : "count", { taken, seats });
  return <>{offers > 0 ? `${count} · ${offered}` : count}</>;
}
