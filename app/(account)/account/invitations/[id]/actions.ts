"use server";

import { redirect } from "next/navigation";
import { z } from "zod";
import { acceptInvitation, declineInvitation } from "@/lib/accounts/invitations";
import { fromPublicId } from "@/lib/core/ids";
import { getSeats } from "@/lib/entitlements/get-seats";
import { customerAction } from "@/lib/entry/action";

const oneInvitation = z.object({ invitation: z.string() });
const seatsOf = async (accountId: string) => (await getSeats(accountId)).seats;

/** Takes the seat that was offered. */
export const accept = customerAction(oneInvitation, async ({ user }, { invitation }): Promise<void> => {
  await acceptInvitation({ invitationId: fromPublicId("invitation", invitation), userId: user.id, seatsOf });
  redirect("/account?notice=joined");
});

/** Turns it down. */
export const decline = customerAction(oneInvitation, async ({ user }, { invitation }): Promise<void> => {
  await declineInvitation({ invitationId: fromPublicId("invitation", invitation), userId: user.id });
  redirect("/account?notice=declined");
});
