import { listDeadCalls } from "@/lib/billing/dead-calls";
import { listDeadMails } from "@/lib/platform/mail";
import type { Sentence } from "@/lib/platform/timeline";

/** A call to Stripe or a mail that failed so often that staff should look at it. */
export type DeadLetter = {
  id: string;
  sentence: Sentence;
  deadAt: Date | null;
  attempts: number;
  lastError: string | null;
  /** Whose it is, where that is known. */
  accountId: string | null;
};

const shown = 20;

/** The latest dead letters beside those of the inbox, which has a list of its own. */
export async function listDeadLetters(): Promise<DeadLetter[]> {
  const [calls, mails] = await Promise.all([listDeadCalls(shown), listDeadMails(shown)]);
  return [
    ...calls.map(({ kind, ...call }) => ({
      ...call,
      sentence: { code: "billing.call_dead" as const, values: { call: kind } },
    })),
    ...mails.map(({ subject, ...mail }) => ({
      ...mail,
      sentence: { code: "platform.mail_failed" as const, values: { subject } },
      accountId: null,
    })),
  ]
    .sort((one, other) => (other.deadAt?.getTime() ?? 0) - (one.deadAt?.getTime() ?? 0))
    .slice(0, shown);
}
