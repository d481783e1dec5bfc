import { isObject } from "./encoding";
import type { Platform } from "./platform";
import type { Session } from "./session";
import { isText } from "./state";
import type { Store } from "./store";

/** How old what is known of the person may be: they can change their mail address on the site. */
const countsForMs = 24 * 60 * 60_000;

type Context = { platform: Platform; store: Store; session: Session };

/** Who is signed in and since when they pay, for `getUser` and `onPaid`. Nothing of it unlocks anything. */
export interface Profile {
  /** Asks where nothing is known yet or the plan has changed since; where it is only old, on the side. Never throws. */
  ifDue(): Promise<void>;
  /** Asks in any case. Never throws. */
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
      // What is known is shown meanwhile: it is right nearly always, and the server may be gone.
      else if (Math.abs(platform.now() - profileReadAt) >= countsForMs) void now();
    },
  };
}

function toTime(value: unknown): number | null {
  const time = typeof value === "string" ? Date.parse(value) : Number.NaN;
  return time >= 0 ? time : null;
}
