import { clocksDiffer } from "@/lib/platform/clock";
import { db } from "@/lib/platform/db";
import { flushRefusals } from "@/lib/platform/refusals";
import { behind, type SourceReader } from "@/lib/platform/timeline";

const us = { kind: "system", name: null } as const;

/** Mails to the people of the account, and to whom it waits for. Their texts are gone once they were sent. */
export const readMails: SourceReader = async ({ userIds, emails }, bound, take) => {
  const mails = await db().mailMessage.findMany({
    where: { AND: [{ OR: [{ userId: { in: userIds } }, { recipient: { in: emails } }] }, behind("businessAt", bound)] },
    orderBy: [{ businessAt: "desc" }, { id: "desc" }],
    take,
    omit: { htmlSealed: true, textSealed: true, leaseUntil: true, leaseOwner: true },
  });
  return mails.map(({ id, userId: _userId, ...raw }) => ({
    source: "mail",
    id,
    at: raw.businessAt,
    systemAt: raw.createdAt,
    kind: "mail",
    sentence: { code: `platform.mail_${raw.state}`, values: { subject: raw.subject } },
    doer: us,
    tone: raw.state === "failed" ? "bad" : "neutral",
    reason: null,
    raw,
    href: null,
  }));
};

/** What was turned away and could be told to be this account's. */
export const readRefusals: SourceReader = async ({ accountId }, bound, take) => {
  await flushRefusals();
  const refusals = await db().refusal.findMany({
    where: { accountId, ...behind("lastAt", bound) },
    orderBy: [{ lastAt: "desc" }, { id: "desc" }],
    take,
    omit: { requestId: true },
  });
  return refusals.map(({ id, accountId: _accountId, ...raw }) => ({
    source: "refusal",
    id,
    at: raw.lastAt,
    systemAt: raw.lastAt,
    isMachineTime: clocksDiffer(),
    kind: "refusal",
    sentence: { code: "platform.refusal", values: { code: raw.kind, where: raw.where, count: raw.count } },
    doer: us,
    tone: "warning",
    reason: null,
    raw,
    href: null,
  }));
};
