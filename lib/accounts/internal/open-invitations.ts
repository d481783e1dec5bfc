import { systemNow } from "@/lib/platform/clock";

/** Which invitations can still be accepted. Their time is the system's: a mail's link does not travel in time. */
export function openInvitations() {
  return { acceptedAt: null, revokedAt: null, expiresAt: { gt: systemNow() } };
}
