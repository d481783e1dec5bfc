import { Users } from "lucide-react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { visitBillingPage } from "@/app/(account)/account/actions";
import { invite, leave, remove, revoke } from "@/app/(account)/account/members/actions";
import { LocaleLink } from "@/components/locale-link";
import { ConfirmButton } from "@/components/portal/confirm-button";
import { HelpList } from "@/components/portal/help-list";
import { InvitationList } from "@/components/portal/invitation-list";
import { InviteForm } from "@/components/portal/invite-form";
import { MemberList } from "@/components/portal/member-list";
import { PageHead } from "@/components/portal/page-head";
import { SeatCount } from "@/components/portal/seat-count";
import { BillingPageButton } from "@/components/portal/subscription-actions";
import { Alert } from "@/components/ui/alert";
import { buttonVariants } from "@/components/ui/button";
import { Card, CardTitle } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { Meter } from "@/components/ui/meter";
import { listInvitations } from "@/lib/accounts/invitations";
import { listMembers } from "@/lib/accounts/members";
import { toPublicId } from "@/lib/core/ids";
import { getDecision } from "@/lib/entitlements/get-entitlements";
import { getSeats } from "@/lib/entitlements/get-seats";
import { requireCustomer, type Visitor } from "@/lib/entry/page";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("meta"))("membersTitle") };
}

export default async function MembersPage() {
  const visitor = await requireCustomer();
  const t = await getTranslations("portal.members");
  return (
    <div className="grid gap-6">
      <PageHead title={t("title")}>{t("lead")}</PageHead>
      {visitor.account.role === "owner" ? <OwnersView visitor={visitor} /> : <MembersView visitor={visitor} />}
    </div>
  );
}

async function OwnersView({ visitor: { account, user } }: { visitor: Visitor }) {
  const [members, invitations, { plan, seats }, t] = await Promise.all([
    listMembers(account.id),
    listInvitations(account.id),
    getSeats(account.id),
    getTranslations("portal.members"),
  ]);
  const actingFor = toPublicId("account", account.id);
  const taken = members.length + invitations.length;
  if (plan !== "team" && taken === 1) return <NoTeam />;
  const isOver = members.length > seats;
  return (
    <>
      <Card aria-labelledby="seats">
        <CardTitle id="seats">{t("seats")}</CardTitle>
        <Meter
          value={taken}
          max={seats}
          tone="plain"
          label={t("seats")}
          valueText={t(taken > seats ? "countOver" : "count", { taken, seats })}
          className="mt-4 max-w-md"
        />
        <p className="figures mt-2 text-sm text-soft-ink">
          <SeatCount members={members.length} offers={invitations.length} seats={seats} />
        </p>
        {taken < seats ? (
          <InviteForm action={invite} actingFor={actingFor} />
        ) : (
          <Alert tone="notice" title={t(isOver ? "overTitle" : "fullTitle")} className="mt-6">
            <p>{t(isOver ? "overText" : "fullText")}</p>
            <div className="mt-3 flex flex-wrap gap-3">
              <BillingPageButton action={visitBillingPage} accountId={account.id}>
                {t("addSeats")}
              </BillingPageButton>
            </div>
          </Alert>
        )}
      </Card>
      <Card aria-labelledby="members">
        <CardTitle id="members">{t("people")}</CardTitle>
        <MemberList members={members} seats={seats} userId={user.id} remove={remove} actingFor={actingFor} />
      </Card>
      {invitations.length > 0 ? (
        <Card aria-labelledby="invitations">
          <CardTitle id="invitations">{t("pending")}</CardTitle>
          <InvitationList invitations={invitations} actions={{ invite, revoke }} actingFor={actingFor} />
        </Card>
      ) : null}
      <HelpList topics={["seats", "leaving", "data"]} />
    </>
  );
}

/** Members see who pays for their seat and themselves; who else has one is the owner's business. */
async function MembersView({ visitor: { account, user } }: { visitor: Visitor }) {
  const [members, { hasSeat }, t, reasons] = await Promise.all([
    listMembers(account.id),
    getDecision(account.id, user.id),
    getTranslations("portal.members"),
    getTranslations("reasons"),
  ]);
  const shown = members.filter(({ userId, role }) => role === "owner" || userId === user.id);
  const actingFor = toPublicId("account", account.id);
  return (
    <>
      <Card aria-labelledby="members">
        <CardTitle id="members">{t("yourSeat")}</CardTitle>
        {hasSeat ? null : (
          <Alert tone="warning" title={t("noSeatTitle")} className="mt-4">
            {reasons("no_seat")}
          </Alert>
        )}
        <MemberList members={shown} seats={shown.length} userId={user.id} remove={null} actingFor={actingFor} />
        <div className="mt-4 flex flex-wrap gap-3 border-t border-line pt-5">
          <ConfirmButton
            action={leave}
            actingFor={actingFor}
            title={t("leaveTitle")}
            text={t("leaveText")}
            confirm={t("leave")}
          >
            {t("leave")}
          </ConfirmButton>
        </div>
      </Card>
      <HelpList topics={["leaving", "data"]} />
    </>
  );
}

async function NoTeam() {
  const t = await getTranslations("portal.members");
  return (
    <EmptyState
      icon={<Users />}
      title={t("emptyTitle")}
      action={
        <LocaleLink href="/pricing" className={buttonVariants()}>
          {t("emptyAction")}
        </LocaleLink>
      }
    >
      {t("emptyText")}
    </EmptyState>
  );
}
