import { z } from "zod";
import { accountProfile, getAccountProfile } from "@/lib/accounts/account-profile";
import { db } from "@/lib/platform/db";

/** An account as the extension may show it, with since when it pays. */
export const billedProfile = accountProfile.extend({
  /** When it paid for the first time, by Stripe's clock; null while it has not, as in a trial. */
  paid_at: z.iso.datetime().nullable(),
  /** When its first trial began; null for none. */
  trial_started_at: z.iso.datetime().nullable(),
});

/** The account and the person that a device speaks for. @throws when the person is no longer a member. */
export async function getBilledProfile(who: {
  accountId: string;
  userId: string;
}): Promise<z.infer<typeof billedProfile>> {
  const { accountId } = who;
  const [profile, paid, trial] = await Promise.all([
    getAccountProfile(who),
    db().invoice.aggregate({ where: { accountId, amountPaidMinor: { gt: 0 } }, _min: { paidAt: true } }),
    db().subscription.aggregate({ where: { accountId, trialEndsAt: { not: null } }, _min: { startedAt: true } }),
  ]);
  return {
    ...profile,
    paid_at: paid._min.paidAt?.toISOString() ?? null,
    trial_started_at: trial._min.startedAt?.toISOString() ?? null,
  };
}
