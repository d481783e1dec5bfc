/** The roles staff can have, from least to most. */
export const staffRoles = ["viewer", "support", "finance", "operator", "admin"] as const;
export type StaffRole = (typeof staffRoles)[number];

/** Who is behind a request or a change. */
export type Actor =
  | { kind: "customer"; userId: string; accountId: string }
  | { kind: "device"; userId: string; accountId: string; deviceId: string }
  | { kind: "staff"; userId: string; role: StaffRole }
  | { kind: "stripe"; eventId: string }
  | { kind: "system"; name: string };

/** The one id that an audit record keeps of an actor. */
export function actorId(actor: Actor): string {
  switch (actor.kind) {
    case "customer":
    case "staff":
      return actor.userId;
    case "device":
      return actor.deviceId;
    case "stripe":
      return actor.eventId;
    case "system":
      return actor.name;
  }
}

/** What each staff role may do. Reading is for all of them; a role that is not listed may not. */
export const staffPermissions = {
  read: ["viewer", "support", "finance", "operator", "admin"],
  "inbox.replay": ["operator", "admin"],
  "customer.sync": ["support", "finance", "operator", "admin"],
  /** Cancel at the end of the period, and take that back. */
  "customer.subscription": ["support", "finance", "operator", "admin"],
  "customer.refund": ["finance", "admin"],
  /** Give a plan for a while, and take it back. */
  "customer.grant": ["support", "finance", "operator", "admin"],
  /** Disconnect a device, and sign a person out everywhere. */
  "customer.access": ["support", "operator", "admin"],
} as const satisfies Record<string, readonly StaffRole[]>;

export type StaffPermission = keyof typeof staffPermissions;

/** True when the role's own list names it. */
export function isPermitted(role: StaffRole | null | undefined, permission: StaffPermission): boolean {
  const allowed: readonly StaffRole[] = staffPermissions[permission];
  return role != null && allowed.includes(role);
}
