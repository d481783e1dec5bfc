/** A root public key as `npm run lease:roots` prints it (RFC 7517). Public by nature: it belongs into the extension's code. */
export interface RootKey {
  readonly kid: string;
  readonly kty: string;
  readonly crv: string;
  readonly x: string;
  readonly y: string;
}

/** What the client has to know. It is the same in the service worker, the popup and every other page. */
export interface GatehouseConfig {
  /** The origin of your Gatehouse, e.g. `https://gatehouse.example.com`: also the only host permission that is needed. */
  readonly server: string;
  /** The root keys whose signature counts. Bundle both, the one in use and the one kept offline. */
  readonly roots: readonly RootKey[];
  /** Your extension's version, shown in the list of devices. The manifest's, unless given. */
  readonly version?: string;
}

/**
 * Why no lease counts. `lease_expired`: its time is up and the server was not reached; `lease_tampered`: its signature or
 * form is wrong; `key_withdrawn`: its key no longer counts; `key_unknown`: no bundled root signed its key;
 * `clock_set_back`: this computer's clock lies behind a time that was known to be true; `no_lease`: none has come yet.
 */
export type LeaseReason =
  | "signed_out"
  | "device_revoked"
  | "lease_expired"
  | "lease_tampered"
  | "lease_of_another_device"
  | "lease_of_another_account"
  | "key_withdrawn"
  | "key_unknown"
  | "clock_set_back"
  | "no_lease";

/** Why the server said yes or no. New ones may appear: show what you know, and a general sentence for the rest. */
export type ServerReason =
  | "active_subscription"
  | "trial"
  | "cancels_at_period_end"
  | "payment_retrying"
  | "renewal_pending"
  | "grant"
  | "free_plan"
  | "plan_lacks_feature"
  | "no_subscription"
  | "subscription_ended"
  | "payment_failed"
  | "renewal_unconfirmed"
  | "payment_incomplete"
  | "subscription_paused"
  | "unknown_plan"
  | "unknown_status"
  | "no_seat"
  | "account_closed"
  | "limit_reached";

/** Any of both. `(string & {})` keeps the suggestions of the editor while it lets new reasons through. */
export type Reason = LeaseReason | ServerReason | "unknown_feature" | (string & {});

/** The answer about one feature. */
export interface Feature {
  /** May be used now. Only ever true while a lease says so. */
  readonly active: boolean;
  readonly reason: Reason;
  /** When this answer changes by itself; null where nothing is planned. */
  readonly until: Date | null;
  /** Metered features only: how much the plan allows, in the feature's own unit. */
  readonly limit?: number;
  /** Metered features only: how much of it is used, with what this browser has reported since. */
  readonly used?: number;
}

/** How the account stands, in one word; null while nothing is known. */
export type Status =
  | "free"
  | "trialing"
  | "active"
  | "canceling"
  | "past_due"
  | "granted"
  | "ended"
  | "suspended"
  | "closed"
  | (string & {});

/** What is wrong at the moment, in a code for your code and a sentence for whoever reads it. */
export interface Problem {
  readonly code: LeaseReason | ErrorCode;
  readonly message: string;
}

/** Everything that is known about what may be used. */
export interface Entitlements {
  readonly signedIn: boolean;
  /** The plan's key, e.g. `pro`; null without a lease that counts. */
  readonly plan: string | null;
  readonly status: Status | null;
  /** By lookup key. A feature that is missing here is not active: `getFeature` answers for any key. */
  readonly features: Readonly<Record<string, Feature>>;
  /** Null when all is well, also when somebody has simply not signed in. Being offline is a problem that locks nothing. */
  readonly problem: Problem | null;
  /** When the server was last heard; null for never. */
  readonly checkedAt: Date | null;
  /** Until when this works without the server; null without a lease that counts. */
  readonly hardStop: Date | null;
}

/** A sign-in by a short code, on any browser and any device. */
export interface CodeSignIn {
  /** What the person types, e.g. `BCDF-GHJK`. */
  readonly userCode: string;
  /** Where they type it. */
  readonly verificationUrl: string;
  /** The same address with the code filled in, for a link or a QR code. */
  readonly verificationUrlComplete: string;
  readonly expiresAt: Date;
  /**
   * Resolves once they agreed. It fails with `sign_in_refused` or `code_expired`. When the page that waits is closed, the
   * service worker goes on; a new call of `signInWithCode` picks up the same code.
   */
  readonly done: Promise<Entitlements>;
}

/** What a metered feature stands at after a report. */
export interface Usage {
  readonly feature: string;
  readonly used: number;
  readonly limit: number;
  readonly remaining: number;
  /** True while the server has not been told yet; it will be, once, as soon as it answers. */
  readonly queued: boolean;
}

/** The user as ExtPay's `getUser()` gives it, with Gatehouse's meaning. The guide says where the two differ. */
export interface User {
  /** Whether paid features should be on: true for a paid plan, a trial, a grace period and a grant. */
  readonly paid: boolean;
  /** When the account first paid; null while it has not, as in a trial, and until the server has been reached once. */
  readonly paidAt: Date | null;
  /** Null while signed out, and until the server has been reached once. */
  readonly email: string | null;
  /** When the client first ran in this browser profile. */
  readonly installedAt: Date;
  /** When the account's first trial began; null for none. */
  readonly trialStartedAt: Date | null;
  /** Absent for somebody who never subscribed, and during a trial. */
  readonly subscriptionStatus?: "active" | "past_due" | "canceled";
  /** When the subscription ends or ended after it was cancelled; null where it renews. */
  readonly subscriptionCancelAt: Date | null;
  /** The plan's key; null without a lease that counts. */
  readonly plan: string | null;
}

/**
 * What can go wrong in a call. `offline`: the server was not reached; `server_error`: it answered, but not sensibly;
 * `sign_in_mismatch`: the answer does not belong to this sign-in; `connection_ended`: the server no longer knows this device.
 */
export type ErrorCode =
  | "signed_out"
  | "connection_ended"
  | "device_revoked"
  | "offline"
  | "server_error"
  | "rate_limited"
  | "sign_in_closed"
  | "sign_in_refused"
  | "sign_in_mismatch"
  | "sign_in_failed"
  | "redirect_mismatch"
  | "code_expired"
  | "limit_reached"
  | "unknown_feature"
  | "not_allowed"
  | "misconfigured";

/** Stops what it was returned for. */
export type Stop = () => void;

/** One Gatehouse. Make it once in each context, at the top level; all contexts share what they know. */
export interface Gatehouse {
  /**
   * For the service worker, at its top level and nowhere else: asks the server on an alarm, signs in for pages that may
   * close, answers content scripts, and is told of payments by your Gatehouse's pages.
   */
  listen(): void;
  /**
   * Opens the sign-in window and resolves when the account is connected.
   * @throws GatehouseError `sign_in_closed`, `sign_in_refused`, `offline` and other `sign_in_…` codes
   */
  signIn(): Promise<Entitlements>;
  /** Starts a sign-in with a short code, where there is no sign-in window. @throws GatehouseError `offline`, `server_error` */
  signInWithCode(): Promise<CodeSignIn>;
  /** Forgets the account here and, when the server can be reached, disconnects this device there. Never fails. */
  signOut(): Promise<void>;
  /**
   * What may be used now. Answers at once while a lease counts, offline too; asks the server only when none does, and then
   * at most once per back-off. Never fails.
   */
  getEntitlements(): Promise<Entitlements>;
  /** The answer about one feature, also about one that nobody knows (`unknown_feature`, not active). Never fails. */
  getFeature(feature: string): Promise<Feature>;
  /** May this feature be used now? No means no: an error, a missing lease and an unknown key are all false. */
  isActive(feature: string): Promise<boolean>;
  /** Calls back whenever the answer of `getEntitlements` changes, whichever context learned it. */
  onChange(listener: (entitlements: Entitlements) => void): Stop;
  /**
   * Counts use of a metered feature, in its own unit; negative where something is released. Without the server it counts
   * against the lease's last figure and is sent later, once.
   * @throws GatehouseError `limit_reached`, `unknown_feature`, `signed_out`
   */
  reportUsage(feature: string, amount: number): Promise<Usage>;
  /** Tells the onboarding that a premium feature was used for the first time. Cheap to call on every use; never fails. */
  markUsed(feature: string): Promise<void>;
  /**
   * Opens the prices in a tab, and then looks out for the payment so that features unlock without a reload. A signed-out user
   * who pays there is signed in.
   */
  openPricing(): Promise<void>;
  /** Opens the customer's own pages in a tab: subscription, invoices, devices. */
  openPortal(): Promise<void>;
  /** The user as ExtPay shows it. Answers offline too, from what is known. */
  getUser(): Promise<User>;
  /** Calls back when the user has paid, and when one who had paid signs in here. Also as `onPaid.addListener(…)`. */
  readonly onPaid: OnPaid;
}

/** ExtPay's event: `onPaid.addListener(callback)`. */
export interface OnPaid {
  addListener(listener: (user: User) => void): Stop;
}
