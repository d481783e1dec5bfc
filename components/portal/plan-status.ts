import type { Tone } from "@/components/ui/badge";
import type { AccountStatus } from "@/lib/entitlements/reasons";

/** The colour that helps each state to be seen; its words are in messages, under `portal.status`. */
export const statusTone: Record<AccountStatus, Tone> = {
  free: "neutral",
  trialing: "notice",
  active: "good",
  canceling: "warning",
  past_due: "bad",
  granted: "good",
  ended: "neutral",
  suspended: "bad",
  closed: "neutral",
};
