import { MailOpen, MailX } from "lucide-react";
import type { Metadata } from "next";
import { getFormatter, getTranslations } from "next-intl/server";
import { accept, decline } from "@/app/(account)/account/invitations/[id]/actions";
import { ActionForm } from "@/components/portal/action-form";
import { Button, buttonVariants } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { Link } from "@/components/ui/link";
import { findOfferedSeat } from "@/lib/accounts/invitations";
import { isAppError } from "@/lib/core/errors";
import { fromPublicId, toPublicId } from "@/lib/core/ids";
import { requireCustomer } from "@/lib/entry/page";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("meta"))("invitationTitle"), robots: { index: false } };
}

/** A seat that somebody offers, to take or to turn down. It exists for the person to whom it was made, and for nobody else. */
export default async function InvitationPage({ params }: PageProps<"/account/invitations/[id]">) {
  const { user, account } = await requireCustomer();
  const { id } = await params;
  const [seat, t, format] = await Promise.all([
    readSeat(id, user.id),
    getTranslations("portal.invitation"),
    getFormatter(),
  ]);
  const actingFor = toPublicId("account", account.id);
  if (!seat) {
    return (
      <EmptyState
        heading="h1"
        icon={<MailX />}
        title={t("goneTitle")}
        action={
          <>
            <Link href="/account" className={buttonVariants()}>
              {t("toAccount")}
            </Link>
            <form method="post" action="/sign-out">
              <Button type="submit" variant="outline">
                {t("signOut")}
              </Button>
            </form>
          </>
        }
      >
        {t("goneText", { email: user.email })}
      </EmptyState>
    );
  }
  return (
    <EmptyState
      heading="h1"
      icon={<MailOpen />}
      title={seat.account ? t("titleOf", { account: seat.account }) : t("title", { inviter: seat.inviter })}
      action={
        <>
          <ActionForm action={accept} actingFor={actingFor} fields={{ invitation: id }}>
            {t("accept")}
          </ActionForm>
          <ActionForm action={decline} actingFor={actingFor} fields={{ invitation: id }} variant="outline">
            {t("decline")}
          </ActionForm>
        </>
      }
    >
      <p>{t("text", { inviter: seat.inviter })}</p>
      <p className="mt-3">{t("keeps")}</p>
      <p className="mt-3 text-sm">{t("until", { date: format.dateTime(seat.expiresAt, { dateStyle: "long" }) })}</p>
    </EmptyState>
  );
}

/** A link that was cut off on its way names nothing. */
async function readSeat(id: string, userId: string) {
  try {
    return await findOfferedSeat({ invitationId: fromPublicId("invitation", id), userId });
  } catch (error) {
    if (isAppError(error, "not_found")) return null;
    throw error;
  }
}
