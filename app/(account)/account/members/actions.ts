"use server";

import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import { z } from "zod";
import { revokeInvitation } from "@/lib/accounts/invitations";
import { inviteMember } from "@/lib/accounts/invite-member";
import { fromPublicId } from "@/lib/core/ids";
import { getSeats } from "@/lib/entitlements/get-seats";
import { customerAction } from "@/lib/entry/action";
import { leaveAccount, removeMember } from "@/lib/identity/end-membership";

const page = "/account/members";

/** Offers a seat to an address, or sends its mail again. */
export const invite = customerAction(z.object({ email: z.string() }), async ({ actor, account }, { email }) => {
  const { seats } = await getSeats(account.id);
  await inviteMember({ actor, accountId: account.id, email, seats });
  revalidatePath(page);
});

/** Takes an offer back. */
export const revoke = customerAction(z.object({ invitation: z.string() }), async ({ actor, account }, form) => {
  const invitationId = fromPublicId("invitation", form.invitation);
  await revokeInvitation({ actor, accountId: account.id, invitationId });
  revalidatePath(page);
});

/** Takes somebody's seat away. */
export const remove = customerAction(z.object({ user: z.string() }), async ({ actor, account }, { user }) => {
  await removeMember({ actor, accountId: account.id, userId: fromPublicId("user", user) });
  revalidatePath(page);
});

/** Gives one's own seat back; what one owns oneself is shown next. */
export const leave = customerAction(z.object({}), async ({ actor, account }): Promise<void> => {
  await leaveAccount({ actor, accountId: account.id });
  redirect("/account");
});
