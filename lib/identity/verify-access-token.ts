import { decodeProtectedHeader, errors, jwtVerify } from "jose";
import { z } from "zod";
import { AppError } from "@/lib/core/errors";
import { fromPublicId } from "@/lib/core/ids";
import { fromUnixSeconds } from "@/lib/core/time";
import { findStanding } from "@/lib/identity/internal/devices/device-standing";
import { findKeySet, type KeySet, signingAlgorithm } from "@/lib/identity/internal/keys/key-store";
import { getKeySet } from "@/lib/identity/keys";
import { sha256 } from "@/lib/platform/crypto";
import { isDatabaseOutage } from "@/lib/platform/database-outage";
import { env } from "@/lib/platform/env";
import { singleton } from "@/lib/platform/registry";

/** Whom an access token speaks for. */
export type AccessTokenFacts = {
  userId: string;
  accountId: string;
  deviceId: string;
  scopes: readonly string[];
  expiresAt: Date;
};

type Verdict = AccessTokenFacts & { deviceEpoch: number; sessionEpoch: number; kid: string };

const maxTokenLength = 4096;
const maxVerdicts = 10_000;

const claimsSchema = z.object({
  sub: z.string(),
  account: z.string(),
  device: z.string(),
  device_epoch: z.number().int(),
  session_epoch: z.number().int(),
  scope: z.string().default(""),
  exp: z.number(),
});

/** The audience of every access token: this API and nothing else. */
export function apiAudience(): string {
  return `${env().GATEHOUSE_URL}/api/v1`;
}

/**
 * Tells whom an access token of ours speaks for. The signature is checked once per token: the verdict is kept under the
 * SHA-256 of the whole token until it expires or its key is withdrawn. The epochs of device and person are checked on
 * every use, so a revoked device stops at once.
 * @throws DatabaseOutage; AppError `token_invalid`, `token_expired`, `device_revoked`
 */
export async function verifyAccessToken(token: string): Promise<AccessTokenFacts> {
  const keys = await getKeySet("token");
  const verdict = await judge(token, keys);
  if (verdict.expiresAt.getTime() <= Date.now()) throw expired();
  const standing = await findStanding(verdict.deviceId);
  const isInForce =
    standing !== null &&
    !standing.isRevoked &&
    standing.userId === verdict.userId &&
    standing.accountId === verdict.accountId &&
    standing.deviceEpoch === verdict.deviceEpoch &&
    standing.sessionEpoch === verdict.sessionEpoch;
  if (!isInForce) throw new AppError("device_revoked", "This device was disconnected. Sign in again to connect it.");
  const { userId, accountId, deviceId, scopes, expiresAt } = verdict;
  return { userId, accountId, deviceId, scopes, expiresAt };
}

async function judge(token: string, keys: KeySet): Promise<Verdict> {
  const verdicts = singleton("token-verdicts", () => new Map<string, Verdict>());
  const id = sha256(token);
  const known = verdicts.get(id);
  if (known && keys.publicKeys.has(known.kid)) return known;
  const verdict = await verify(token, keys);
  if (verdicts.size >= maxVerdicts) dropOldest(verdicts, maxVerdicts / 10);
  verdicts.set(id, verdict);
  return verdict;
}

async function verify(token: string, keys: KeySet): Promise<Verdict> {
  try {
    if (token.length > maxTokenLength) throw invalid("is longer than any of ours");
    const { kid, key } = await keyOf(token, keys);
    const { payload } = await jwtVerify(token, key, {
      algorithms: [signingAlgorithm],
      typ: "at+jwt",
      issuer: env().GATEHOUSE_URL,
      audience: apiAudience(),
      requiredClaims: ["exp", "iat", "sub"],
    });
    const claims = claimsSchema.parse(payload);
    return {
      userId: fromPublicId("user", claims.sub),
      accountId: fromPublicId("account", claims.account),
      deviceId: fromPublicId("device", claims.device),
      deviceEpoch: claims.device_epoch,
      sessionEpoch: claims.session_epoch,
      scopes: claims.scope.split(" ").filter(Boolean),
      expiresAt: fromUnixSeconds(claims.exp),
      kid,
    };
  } catch (error) {
    // Whether another process has made the key can't be known then.
    throw isDatabaseOutage(error) ? error : toRefusal(error);
  }
}

/** The key that the token names. One that another process made a moment ago is looked up before the token is refused. */
async function keyOf(token: string, keys: KeySet): Promise<{ kid: string; key: CryptoKey }> {
  const { kid = "" } = decodeProtectedHeader(token);
  const key = keys.publicKeys.get(kid) ?? (await lookAgain())?.publicKeys.get(kid);
  if (!key) throw invalid("was not signed by a key of ours");
  return { kid, key };
}

/** At most once a second, whoever sends whatever key ids. */
function lookAgain(): Promise<KeySet | null> {
  const last = singleton("token-keys-looked-again", () => ({ at: 0 }));
  if (Date.now() - last.at < 1000) return findKeySet("token");
  last.at = Date.now();
  return findKeySet("token", { isFresh: true });
}

function toRefusal(error: unknown): AppError {
  if (error instanceof AppError && error.code !== "not_found") return error;
  if (error instanceof errors.JWTExpired) return expired();
  if (error instanceof errors.JWTClaimValidationFailed) return invalid(wrongClaim(error.claim), error);
  if (error instanceof errors.JWSSignatureVerificationFailed)
    return invalid("was altered: its signature does not match", error);
  if (error instanceof errors.JOSEAlgNotAllowed) return invalid(`is not signed with ${signingAlgorithm}`, error);
  return invalid("is not an access token of ours", error);
}

function wrongClaim(claim: string): string {
  switch (claim) {
    case "iss":
      return "was made by another issuer";
    case "aud":
      return "is meant for another service";
    case "typ":
      return "is not an access token";
    default:
      return `has no acceptable ${claim}`;
  }
}

function invalid(what: string, cause?: unknown): AppError {
  return new AppError("token_invalid", `The access token ${what}.`, { cause });
}

function expired(): AppError {
  return new AppError("token_expired", "The access token has expired. Refresh it.");
}

/** A map keeps the order in which its entries were made, so the first ones are the oldest. */
function dropOldest(verdicts: Map<string, Verdict>, count: number): void {
  for (const id of [...verdicts.keys()].slice(0, count)) verdicts.delete(id);
}
