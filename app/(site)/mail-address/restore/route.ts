import { followAddress } from "@/lib/billing/follow-address";
import { emailRestoration } from "@/lib/identity/email-change-forms";

export const POST = emailRestoration(followAddress);
