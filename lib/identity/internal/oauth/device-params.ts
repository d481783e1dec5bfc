import { errors, type KoaContextWithOIDC } from "oidc-provider";

/** What a device says of itself with its authorization request, besides the standard. */
export type DeviceParams = {
  /** Thumbprint (RFC 7638) of the key pair that its leases are bound to. */
  deviceKey: string | null;
  clientVersion: string | null;
};

/** SHA-256 in base64url without padding; its last character holds four bits. */
export const thumbprintPattern = /^[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]$/;
export const clientVersionPattern = /^[!-~](?:[ -~]{0,30}[!-~])?$/;

/**
 * The provider's `extraParams`: what the requests of /oauth/authorize and /oauth/device/auth may hold besides the standard.
 * Each throws InvalidRequest, which the extension is told.
 */
export const deviceParamChecks = {
  device_key: (_ctx: KoaContextWithOIDC, value: string | undefined): void => {
    if (value !== undefined && !thumbprintPattern.test(value))
      throw new errors.InvalidRequest(
        "device_key must be the SHA-256 thumbprint of a key (RFC 7638): 43 characters of base64url",
      );
  },
  client_version: (_ctx: KoaContextWithOIDC, value: string | undefined): void => {
    if (value !== undefined && !clientVersionPattern.test(value))
      throw new errors.InvalidRequest("client_version must be 1 to 32 printable ASCII characters");
  },
};

/** Reads what `deviceParamChecks` let through. */
export function readDeviceParams(params: Record<string, unknown>): DeviceParams {
  const { device_key: deviceKey, client_version: clientVersion } = params;
  return {
    deviceKey: typeof deviceKey === "string" ? deviceKey : null,
    clientVersion: typeof clientVersion === "string" ? clientVersion : null,
  };
}
