import type { StaffRole } from "@/lib/core/actor";
import type { MessageKey, Messages } from "@/lib/platform/messages";
import type { Outbox } from "@/lib/platform/outbox";
import type { SentenceCode, TimelineKind, TimelineSource, TimelineTone } from "@/lib/platform/timeline";

/*
 * What a module of lib tells the house about itself. Each module exports one such contract from its `module.ts`;
 * lib/runtime/modules.ts is the one list of them. What reads the list (worker, housekeeping, timeline, navigation, …) finds
 * a new module there and needs no edit of its own. The open interfaces below are unions that each module adds its own names
 * to, by declaration merging beside its contract; a name that no contract explains does not compile.
 */

/** A union that modules add to: each name with the module that it belongs to. */
type OpenUnion = Record<never, string>;

/** The background work there is. A sweep finds its own rows, by their state and lease, and is safe to run twice at once. */
export interface Sweeps {
  /** Deletes what has outlived its retention, in all modules. */
  housekeeping: true;
}
export type SweepName = keyof Sweeps;

/** Runs the background work that is due now; resolves to how much it found to do. */
export type Sweep = () => Promise<number>;

/** Deletes rows that have outlived their retention, as the schema states it; resolves to how many. `now` is the system's time. */
export type RetentionRule = (now: Date) => Promise<number>;

/** What an audit record can say was done: `noun.verbed`, in the past tense. The value is the module that does it. */
export interface AuditActions extends OpenUnion {}
export type AuditAction = keyof AuditActions;

/** The part of an audit record that says what became of it. */
export type AuditedAct = { id: string; subjectId: string; detail: Record<string, unknown> | null };

/** How an audited action stands on a customer's timeline. */
export type AuditPlacement = {
  /** What it is about when a customer, a device or the service did it; `service` where it is not about a customer. */
  kind: TimelineKind | "service";
  /** Its sentence. */
  says: SentenceCode;
  /** True for what stays of its kind when staff set it off; whatever else staff do is of the kind `staff`. */
  isSameByStaff?: true;
  /** What became of such acts since, by their records' ids. */
  findOutcomes?: (acts: readonly AuditedAct[]) => Promise<Map<string, { tone?: TimelineTone; raw: object }>>;
};

/** What staff may be permitted to do. The value is the module that guards it. */
export interface StaffPermissions extends OpenUnion {}
export type StaffPermission = keyof StaffPermissions;

/** What an access token of the extension may be used for. The value is the module whose routes ask for it. */
export interface ApiScopes extends OpenUnion {}
export type ApiScope = keyof ApiScopes;

/** The mails there are. The value is the module that sends it. */
export interface MailKinds extends OpenUnion {}
export type MailKind = keyof MailKinds;

/** Where staff and customers are led. */
export type NavigationArea = "staff" | "account";

/** One link of an area's navigation. */
export type NavigationLink = {
  area: NavigationArea;
  href: string;
  /** Its text, from the root of the messages: `nav.inbox`. */
  label: MessageKey<Messages>;
  /** Places it among the links of its area, ascending. */
  order: number;
  /** For whom it is shown; staff without it find no such page. */
  permission?: StaffPermission;
  /** Pages below this path are under this link too, where that is another than `href`. */
  section?: string;
};

/** Recurring work of the team, and how it is known to be done. */
export type Duty = {
  key: string;
  /** How often it is due (RFC 5545, e.g. `FREQ=MONTHLY;BYMONTHDAY=1`). */
  recurrence: string;
  permission: StaffPermission;
  /** What the system can show for the period by itself; null where a person has to say it. */
  findEvidence: (period: { from: Date; to: Date }) => Promise<Record<string, unknown> | null>;
};

/** One part of the monthly report. Its words are texts of the module. */
export type ReportSection = {
  key: string;
  read: (period: { from: Date; to: Date }) => Promise<{ rows: Record<string, number | string | null>[] }>;
};

/** What a module holds about an account, and how it lets go of it. */
export type AccountData = {
  /** All that is held about the account, for its owner to read: rows by table, without secrets. */
  exportAccount: (accountId: string) => Promise<Record<string, readonly object[]>>;
  /** Erases or empties what may not outlive the account; resolves to how many rows. Safe to repeat. */
  eraseAccount: (accountId: string) => Promise<number>;
};

export type Module = {
  /** The module's folder in lib. */
  name: string;
  sweeps?: Partial<Record<SweepName, Sweep>>;
  /** Tables of work that is claimed row by row: measured, and released when the process ends. */
  outboxes?: readonly Outbox[];
  retention?: readonly RetentionRule[];
  audit?: Partial<Record<AuditAction, AuditPlacement>>;
  timeline?: readonly TimelineSource[];
  /** Names of those who act, by id, for the kinds of actors that the module knows. */
  actorNames?: Partial<Record<"staff" | "customer" | "device", (ids: string[]) => Promise<Map<string, string>>>>;
  /** The roles that have each permission. */
  permissions?: Partial<Record<StaffPermission, readonly StaffRole[]>>;
  /** What each scope allows, in one sentence of the API's reference. */
  scopes?: Partial<Record<ApiScope, string>>;
  mails?: Partial<Record<MailKind, MailPurpose>>;
  navigation?: readonly NavigationLink[];
  duties?: readonly Duty[];
  report?: readonly ReportSection[];
  accountData?: AccountData;
};

/** Why a mail is sent: because of something that was just done, because the account needs it, or because it was agreed to. */
export type MailPurpose = "transactional" | "service" | "marketing";
