import { useFormatter, useTranslations } from "next-intl";
import { ActionForm } from "@/components/portal/action-form";
import type { PendingInvitation } from "@/lib/accounts/invitations";
import { toPublicId } from "@/lib/core/ids";
import type { FormAction } from "@/lib/entry/action";

type InvitationListProps = {
  invitations: readonly PendingInvitation[];
  actions: { invite: FormAction<void>; revoke: FormAction<void> };
  /** The account's public id. */
  actingFor: string;
};

/** Seats that are offered and were not answered yet. */
export function InvitationList({ invitations, actions, actingFor }: InvitationListProps) {
  const t = useTranslations("portal.members");
  const format = useFormatter();
  return (
    <ul className="mt-2 divide-y divide-line">
      {invitations.map(({ id, email, expiresAt }) => (
        <li key={id} className="flex flex-wrap items-center gap-x-5 gap-y-3 py-4">
          <div className="min-w-0 flex-1 basis-56">
            <p className="break-words font-semibold">{email}</p>
            <p className="text-sm text-soft-ink">
              {t("openUntil", { date: format.dateTime(expiresAt, { dateStyle: "medium" }) })}
            </p>
          </div>
          <div className="flex flex-wrap gap-3">
            <ActionForm action={actions.invite} actingFor={actingFor} fields={{ email }} variant="outline" size="sm">
              {t("resend")}
              <span className="sr-only">{email}</span>
            </ActionForm>
            <ActionForm
              action={actions.revoke}
              actingFor={actingFor}
              fields={{ invitation: toPublicId("invitation", id) }}
              variant="ghost"
              size="sm"
            >
              {t("revoke")}
              <span className="sr-only">{email}</span>
            </ActionForm>
          </div>
        </li>
      ))}
    </ul>
  );
}
