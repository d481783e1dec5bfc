import { toEmailAddress } from "@/lib/accounts/email-address";
import { findUserByEmail } from "@/lib/accounts/users";
import { AppError } from "@/lib/core/errors";
import type { Locale } from "@/lib/core/locales";
import { addMs, minuteMs } from "@/lib/core/time";
import { toCallbackPath } from "@/lib/identity/callback-path";
import { nameBrowser } from "@/lib/identity/internal/sign-in/browser-name";
import { hashBrowser, hashCode, hashLink } from "@/lib/identity/internal/sign-in/challenge-secrets";
import { isKept } from "@/lib/identity/internal/sign-in/kept-addresses";
import { findKnownBrowser } from "@/lib/identity/internal/sign-in/known-browser";
import { newCode } from "@/lib/identity/internal/sign-in/mail-codes";
import { renderAddressNotice } from "@/lib/identity/mails/address-notice";
import { renderSignInMail } from "@/lib/identity/mails/sign-in";
import { systemNow } from "@/lib/platform/clock";
import { randomToken } from "@/lib/platform/crypto";
import { transaction } from "@/lib/platform/db";
import { env } from "@/lib/platform/env";
import { queueMail } from "@/lib/platform/mail";
import {
  type RateLimit,
  requireSourceWithinLimit,
  requireWithinLimit,
  type SourceLimit,
} from "@/lib/platform/rate-limit";

/** How long the link and the code of one mail can be used. */
export const challengeLifeMs = 15 * minuteMs;

/**
 * How many mails may be asked for. An address is counted together with its caller, so that one caller can't use up the
 * mails of another person. Many sources together still can, for a day, since without the figure for the address they could
 * fill a mailbox: so a browser that was signed in as this address is counted apart, with figures that no
 * other caller adds to. Guessing is bounded apart, see `codeTriesPerDay`.
 */
export const mailLimits = {
  // A whole office may share one source.
  perSource: { name: "sign-in-source", times: 60, timesPerSite: 240, withinSeconds: 15 * 60 },
  perAddressAndSource: { name: "sign-in-address-source", times: 6, timesPerSite: 12, withinSeconds: 15 * 60 },
  perAddressAndSourceDay: {
    name: "sign-in-address-source-day",
    times: 20,
    timesPerSite: 30,
    withinSeconds: 24 * 60 * 60,
  },
  perAddressDay: { name: "sign-in-address-day", times: 60, withinSeconds: 24 * 60 * 60 },
  perKnownBrowser: { name: "sign-in-known-browser", times: 6, withinSeconds: 15 * 60 },
  perKnownBrowserDay: { name: "sign-in-known-browser-day", times: 20, withinSeconds: 24 * 60 * 60 },
  perKnownAddressDay: { name: "sign-in-known-address-day", times: 60, withinSeconds: 24 * 60 * 60 },
} as const satisfies Record<string, RateLimit | SourceLimit>;

/** Whom to count a mail against besides its address: `requestSource` and the cookies of the request. */
export type Asker = { source: string; cookies: string | null };

export type SignInWish = {
  /** As typed; it need not be known to us, and the answer never tells whether it is. */
  email: string;
  /** Where to go on afterwards; an address that is not ours is replaced by the home page. */
  callbackUrl: string | null | undefined;
  locale: Locale;
  userAgent: string | null;
} & Asker;

/** What the browser that asked keeps in its cookie, and how long that is worth anything. */
export type StartedSignIn = { browserSecret: string; expiresAt: Date };

/**
 * Sends a mail with a link and a six-digit code. Either lets the browser that holds `browserSecret` go on; of all three
 * secrets only hashes are kept.
 * @throws AppError `invalid_request` for something that is no mail address, `rate_limited`
 */
export async function startSignIn(wish: SignInWish): Promise<StartedSignIn> {
  const email = toEmailAddress(wish.email);
  if (!email) throw new AppError("invalid_request", "This is not a mail address.", { field: "email" });
  await requireMailsLeft(email, wish);

  const { locale } = wish;
  const callbackUrl = toCallbackPath(wish.callbackUrl, "/sign-in");
  const browserName = nameBrowser(wish.userAgent);
  const linkToken = randomToken();
  const code = newCode();
  const browserSecret = randomToken();
  const expiresAt = addMs(systemNow(), challengeLifeMs);
  const link = `${env().GATEHOUSE_URL}/sign-in/confirm?token=${linkToken}`;
  const user = await findUserByEmail(email);
  const mail =
    !user && (await isKept(email))
      ? await renderAddressNotice({ kind: "moved", locale, email })
      : await renderSignInMail({ locale, email, link, code, browserName });

  await transaction(async (tx) => {
    await tx.signInChallenge.create({
      data: {
        email,
        locale,
        callbackUrl,
        browserName,
        expiresAt,
        linkHash: hashLink(linkToken),
        codeHash: hashCode(browserSecret, code),
        browserHash: hashBrowser(browserSecret),
      },
    });
    await queueMail(tx, { kind: "sign-in", to: email, userId: user?.id, ...mail });
  });
  return { browserSecret, expiresAt };
}

/**
 * Counts one mail to this address that an unauthenticated caller asked for.
 * @throws AppError `rate_limited`
 */
async function requireMailsLeft(email: string, { source, cookies }: Asker): Promise<void> {
  const knownBrowser = findKnownBrowser(cookies, email);
  if (knownBrowser === null) {
    await requireMailsLeftAt(email, source);
    return requireWithinLimit(mailLimits.perAddressDay, email);
  }
  await requireWithinLimit(mailLimits.perKnownBrowser, knownBrowser);
  await requireWithinLimit(mailLimits.perKnownBrowserDay, knownBrowser);
  await requireWithinLimit(mailLimits.perKnownAddressDay, email);
}

/**
 * Counts one mail to this address against the source that asks for it. Comes before the limit of the address: what is
 * refused here does not count against the address, which others need too.
 * @throws AppError `rate_limited`
 */
export async function requireMailsLeftAt(email: string, source: string): Promise<void> {
  await requireSourceWithinLimit(mailLimits.perSource, source);
  await requireSourceWithinLimit(mailLimits.perAddressAndSource, source, email);
  await requireSourceWithinLimit(mailLimits.perAddressAndSourceDay, source, email);
}
