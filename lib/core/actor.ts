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
