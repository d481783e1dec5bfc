import { useFormatter, useTranslations } from "next-intl";
import { ConfirmButton } from "@/components/portal/confirm-button";
import { Badge } from "@/components/ui/badge";
import type { Member } from "@/lib/accounts/members";
import { toPublicId } from "@/lib/core/ids";
import type { FormAction } from "@/lib/entry/action";

type MemberListProps = {
  members: readonly Member[];
  /** How many of them have a seat, in this order. */
  seats: number;
  /** Who looks. */
  userId: string;
  /** Takes a seat away; null where the one who looks may not. */
  remove: FormAction<void> | null;
  /** The account's public id. */
  actingFor: string;
};

/** The people of an account. */
export function MemberList({ members, seats, userId, remove, actingFor }: MemberListProps) {
  const t = useTranslations("portal.members");
  const roles = useTranslations("portal.accounts.role");
  const format = useFormatter();
  return (
    <ul className="mt-2 divide-y divide-line">
      {members.map((member, place) => {
        const called = member.name ?? member.email;
        return (
          <li key={member.userId} className="flex flex-wrap items-center gap-x-5 gap-y-3 py-4">
            <span
              aria-hidden="true"
              className="grid size-10 shrink-0 place-items-center rounded-full bg-sunken font-display font-semibold"
            >
              {called.slice(0, 1).toUpperCase()}
            </span>
            <div className="min-w-0 grow basis-48">
              <p className="break-words font-semibold">
                {called}{" "}
                {member.userId === userId ? <span className="font-normal text-soft-ink">{t("you")}</span> : null}
              </p>
              <p className="break-words text-sm text-soft-ink">
                {[
                  member.name ? member.email : null,
                  t("since", { date: format.dateTime(member.joinedAt, { dateStyle: "medium" }) }),
                ]
                  .filter((part) => part !== null)
                  .join(" · ")}
              </p>
            </div>
            {place < seats ? null : <Badge tone="warning">{t("noSeat")}</Badge>}
            <Badge>{roles(member.role)}</Badge>
            {remove && member.role === "member" ? (
              <ConfirmButton
                action={remove}
                actingFor={actingFor}
                fields={{ user: toPublicId("user", member.userId) }}
                label={t("removeOf", { name: called })}
                title={t("removeTitle", { name: called })}
                text={t("removeText")}
                confirm={t("remove")}
                done={t("removed", { name: called })}
              >
                {t("remove")}
              </ConfirmButton>
            ) : null}
          </li>
        );
      })}
    </ul>
  );
}
