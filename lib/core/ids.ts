import { AppError } from "@/lib/core/errors";

/** The prefixes that ids carry outside the database. */
export const idPrefixes = {
  user: "usr",
  account: "acc",
  device: "dev",
  invitation: "inv",
  grant: "grt",
  mail: "eml",
  audit: "aud",
} as const;

export type IdKind = keyof typeof idPrefixes;

const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** True for an id as the database keeps it; it refuses to compare one of its ids with anything else. */
export function isUuid(text: string): boolean {
  return uuidPattern.test(text);
}

/** The id as callers see it: `acc_` and the 32 hex digits of the uuid. */
export function toPublicId(kind: IdKind, uuid: string): string {
  return `${idPrefixes[kind]}_${uuid.replaceAll("-", "")}`;
}

/** The uuid inside a public id. @throws AppError `not_found` where it is no id of this kind: a wrong id names nothing. */
export function fromPublicId(kind: IdKind, id: string): string {
  const hex = id.startsWith(`${idPrefixes[kind]}_`) ? id.slice(idPrefixes[kind].length + 1) : "";
  const uuid = hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
  if (!isUuid(uuid)) throw new AppError("not_found", `There is no ${kind} with this id.`);
  return uuid;
}

/** As `fromPublicId`; null where it is no id of this kind. */
export function parsePublicId(kind: IdKind, id: string): string | null {
  try {
    return fromPublicId(kind, id);
  } catch {
    return null;
  }
}
