import { isObject } from "./encoding";
import type { Platform } from "./platform";
import type { Session } from "./session";
import { isText } from "./state";
import type { Store } from "./store";

/** How long a profile is used before it is read again: users can change their mail address on the site. */
const countsForMs = 24 * 60 * 60_000;

type Context = { platform: Platform; store: Store; session: Session };

/** Who is signed in and since when they pay, for `getUser` and `onPaid`. It unlocks nothing. */
export interface Profile {
  /** Reads it when nothing is known or the plan has changed since; when it is only old, in the background. Never throws. */
  ifDue(): Promise<void>;
  /** Always reads it. Never throws. */
  now(): Promise<void>;
}

export function createProfile({ platform, store, session }: Context): Profile {
  const learn = async () => {
    const { body } = await session.call("/api/v1/account");
    const email = isObject(body.user) ? body.user.email : null;
    if (!isText(email)) return;
    const [paidAt, trialStartedAt] = [toTime(body.paid_at), toTime(body.trial_started_at)];
    const profileReadAt = platform.now();
    await store.update(({ refreshToken }) =>
      refreshToken === null ? null : { email, paidAt, trialStartedAt, profileReadAt },
    );
  };
  const now = () => learn().catch(() => undefined);

  return {
    now,
    ifDue: async () => {
      const { refreshToken, profileReadAt } = await store.read();
      if (refreshToken === null) return;
      if (profileReadAt === null) await now();
      // The known profile is used meanwhile: it is nearly always right, and the server may be unreachable.
      else if (Math.abs(platform.now() - profileReadAt) >= countsForMs) void now();
    },
  };
}

function toTime(value: unknown): number | null {
  const time = typeof value === "string" ? Date.parse(value) : Number.NaN;
  return time >= 0 ? time : null;
}
