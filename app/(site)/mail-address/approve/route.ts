import { followAddress } from "@/lib/billing/follow-address";
import { emailApproval } from "@/lib/identity/email-change-forms";

export const POST = emailApproval(followAddress);
