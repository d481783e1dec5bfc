import { z } from "zod";
import { AppError } from "@/lib/core/errors";
import { toPublicId } from "@/lib/core/ids";
import { addDevice } from "@/lib/identity/internal/devices/add-device";
import { clientVersionPattern, thumbprintPattern } from "@/lib/identity/internal/oauth/device-params";
import { oidcProvider } from "@/lib/identity/internal/oauth/oidc-provider";
import { nameBrowser } from "@/lib/identity/internal/sign-in/browser-name";
import { buyerScopes, extensionClientId, redirectUriOf } from "@/lib/identity/oauth-client";
import { apiAudience } from "@/lib/identity/verify-access-token";
import { derivedUuid } from "@/lib/platform/crypto";
import { transaction } from "@/lib/platform/db";

/** What an extension sends along when it opens the pricing page, with its own id. */
export const buyerExtension = z.object({
  extension_id: z.string().regex(/^[a-p]{32}$/),
  /** RFC 7636 section 4.2, S256: the extension alone has the verifier. */
  code_challenge: z.string().regex(/^[\w-]{43}$/),
  device_key: z.string().regex(thumbprintPattern),
  client_version: z.string().regex(clientVersionPattern),
});

export type Purchase = {
  /** Whose checkout it was, and who is signed in on the page after it. */
  userId: string;
  accountId: string;
  /** Our row of the checkout. The caller has just checked that it is paid. */
  checkoutId: string;
  limit: number;
  userAgent: string | null;
  extension: z.infer<typeof buyerExtension>;
};

/**
 * A code for the extension that opened this checkout, to redeem at `/oauth/token` like after any authorization:
 * within a minute, once, with the verifier, and at the redirect URI of that one extension (ADR 0077). A checkout
 * connects one device and no other, however often this is called.
 * @throws AppError `forbidden` for an extension that is not ours and for a person who is no member, `limit_reached`,
 * `link_expired` where this checkout has signed in an extension already
 */
export async function issueBuyerCode(purchase: Purchase): Promise<{ code: string }> {
  const { userId, accountId, checkoutId, limit, userAgent, extension } = purchase;
  const redirectUri = redirectUriOf(extension.extension_id);
  if (redirectUri === null) throw new AppError("forbidden", "This extension is not one of ours.");
  const id = derivedUuid("device-of-checkout", checkoutId);
  const name = nameBrowser(userAgent) || "Extension";
  const [deviceKey, clientVersion] = [extension.device_key, extension.client_version];
  await transaction(async (tx) => {
    if (await addDevice(tx, { id, userId, accountId, name, deviceKey, clientVersion, instead: [], limit })) return;
    await tx.$queryRaw`select from device where id = ${id}::uuid for update`;
    const isSame = await tx.device.count({ where: { id, deviceKey } });
    const redeemed = await tx.oidcArtifact.count({
      where: {
        grantId: id,
        OR: [{ model: "RefreshToken" }, { model: "AuthorizationCode", consumedAt: { not: null } }],
      },
    });
    if (!isSame || redeemed > 0)
      throw new AppError("link_expired", "This checkout has signed in an extension already.");
    // An earlier code may be lost or still on its way: only the newest one is valid.
    await tx.oidcArtifact.deleteMany({ where: { model: "AuthorizationCode", grantId: id } });
  });
  return { code: await saveCode(userId, id, redirectUri, extension.code_challenge) };
}

/** Makes the grant of a device, which has the device's id, and a code for it, both as the provider itself would. */
async function saveCode(userId: string, deviceId: string, redirectUri: string, codeChallenge: string): Promise<string> {
  const provider = await oidcProvider();
  const client = await provider.Client.find(extensionClientId);
  if (!client) throw new Error("The provider does not know the extension.");
  const accountId = toPublicId("user", userId);
  const grant = new provider.Grant({ accountId, clientId: extensionClientId });
  grant.jti = deviceId;
  grant.addOIDCScope(buyerScopes.oidc);
  grant.addResourceScope(apiAudience(), buyerScopes.api);
  const grantId = await grant.save();
  const code = new provider.AuthorizationCode({
    client,
    accountId,
    grantId,
    redirectUri,
    codeChallenge,
    codeChallengeMethod: "S256",
    scope: `${buyerScopes.oidc} ${buyerScopes.api}`,
    resource: apiAudience(),
    gty: "authorization_code",
  });
  return code.save();
}
