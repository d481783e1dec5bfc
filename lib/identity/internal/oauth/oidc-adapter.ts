import { type Adapter, type AdapterPayload, errors } from "oidc-provider";
import { addMs, minuteMs, secondMs } from "@/lib/core/time";
import { endGrant } from "@/lib/identity/internal/devices/end-grant";
import { systemNow } from "@/lib/platform/clock";
import { seal, sha256, unseal } from "@/lib/platform/crypto";
import { db, type Tx, transaction } from "@/lib/platform/db";

/** A refresh token may come again for this long after its first use, if its successor never did. */
const refreshGraceMs = minuteMs;
/** The instant that marks a token as used without any grace. */
const superseded = new Date(0);

type Row = { payload: unknown; consumedAt: Date | null; grantId: string | null };

/**
 * What oidc-provider keeps, in PostgreSQL. Ids are secrets (a code, a refresh token, a session cookie) and stored as
 * hashes; what belongs to them is encrypted, because it holds the id again. A grant is no secret: its id is its device's.
 */
export class OidcAdapter implements Adapter {
  readonly #model: string;

  constructor(model: string) {
    this.#model = model;
  }

  async upsert(id: string, payload: AdapterPayload, expiresIn?: number): Promise<void> {
    const row = {
      payload: { sealed: seal(JSON.stringify(payload)) },
      grantId: payload.grantId ?? null,
      userCode: payload.userCode ? hashLookup(payload.userCode) : null,
      uid: payload.uid ? hashLookup(payload.uid) : null,
      expiresAt: expiresIn ? addMs(systemNow(), expiresIn * secondMs) : null,
    };
    const key = { model: this.#model, idHash: this.#hash(id) };
    await db().oidcArtifact.upsert({ where: { model_idHash: key }, create: { ...key, ...row }, update: row });
  }

  async find(id: string): Promise<AdapterPayload | undefined> {
    const key = { model: this.#model, idHash: this.#hash(id) };
    const row = await db().oidcArtifact.findUnique({ where: { model_idHash: key } });
    return row ? this.#open(row) : undefined;
  }

  async findByUserCode(userCode: string): Promise<AdapterPayload | undefined> {
    const where = { model: this.#model, userCode: hashLookup(userCode) };
    const row = await db().oidcArtifact.findFirst({ where });
    return row ? this.#open(row) : undefined;
  }

  async findByUid(uid: string): Promise<AdapterPayload | undefined> {
    const row = await db().oidcArtifact.findFirst({ where: { model: this.#model, uid: hashLookup(uid) } });
    return row ? this.#open(row) : undefined;
  }

  /**
   * Uses up a code or a refresh token. Of two requests at once with the same code one is refused. A refresh token that
   * comes again within its grace is no news; its first use has closed every other line of the same grant, so that of
   * two successors only the one that is used first stays valid, and using the other ends the connection.
   */
  async consume(id: string): Promise<void> {
    const key = { model: this.#model, idHash: this.#hash(id) };
    if (this.#model === "RefreshToken") return this.#consumeRefreshToken(key);
    const used = await db().oidcArtifact.updateMany({
      where: { ...key, consumedAt: null },
      data: { consumedAt: systemNow() },
    });
    if (used.count === 0) throw new errors.InvalidGrant(`${this.#model} was used by another request at the same time`);
  }

  async #consumeRefreshToken(key: { model: string; idHash: string }): Promise<void> {
    const grantId = (await db().oidcArtifact.findUnique({ where: { model_idHash: key } }))?.grantId;
    if (!grantId) throw overtaken();
    const isGood = await transaction(async (tx) => {
      await lockGrant(tx, grantId);
      // Only what is read from here on is still true: another line of this grant may have gone on a moment ago.
      const row = await tx.oidcArtifact.findUnique({ where: { model_idHash: key } });
      if (!row) return false;
      if (row.consumedAt) return this.#isWithinGrace(row, tx);
      await tx.oidcArtifact.updateMany({
        where: { model: this.#model, grantId, consumedAt: null },
        data: { consumedAt: superseded },
      });
      await tx.oidcArtifact.update({ where: { model_idHash: key }, data: { consumedAt: systemNow() } });
      return true;
    });
    if (isGood) return;
    await endGrant(grantId);
    throw overtaken();
  }

  async destroy(id: string): Promise<void> {
    if (this.#model === "Grant") await endGrant(id);
    await db().oidcArtifact.deleteMany({ where: { model: this.#model, idHash: this.#hash(id) } });
  }

  async revokeByGrantId(grantId: string): Promise<void> {
    await transaction(async (tx) => {
      await lockGrant(tx, grantId);
      await tx.oidcArtifact.deleteMany({ where: { model: this.#model, grantId } });
    });
  }

  #hash(id: string): string {
    return this.#model === "Grant" ? id : sha256(`oidc-${this.#model}`, id);
  }

  async #open(row: Row): Promise<AdapterPayload> {
    const payload = JSON.parse(unseal((row.payload as { sealed: string }).sealed)) as AdapterPayload;
    const isUsed = row.consumedAt !== null && !(await this.#isWithinGrace(row));
    return isUsed ? { ...payload, consumed: true } : payload;
  }

  /** True for a refresh token whose successor may never have arrived: used a moment ago, and nothing after it was. */
  async #isWithinGrace({ consumedAt, grantId }: Row, tx: Tx = db()): Promise<boolean> {
    if (this.#model !== "RefreshToken" || !consumedAt || !grantId) return false;
    if (consumedAt < addMs(systemNow(), -refreshGraceMs)) return false;
    const later = { model: this.#model, grantId, consumedAt: { gt: consumedAt } };
    return (await tx.oidcArtifact.count({ where: later })) === 0;
  }
}

/**
 * Locks everything of a grant for this transaction, by its device's row, which disconnecting locks first as well:
 * several of its tokens are changed at a time, and two that took them in different orders would wait for each other.
 */
async function lockGrant(tx: Tx, grantId: string): Promise<void> {
  await tx.$queryRaw`select from device where id = ${grantId}::uuid for no key update`;
}

function overtaken(): errors.InvalidGrant {
  return new errors.InvalidGrant("the refresh token was taken back, or overtaken by another one, at the same time");
}

function hashLookup(value: string): string {
  return sha256("oidc-lookup", value);
}
