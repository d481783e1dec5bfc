import type Provider from "oidc-provider";
import type { InteractionResults } from "oidc-provider";
import { AppError, isAppError } from "@/lib/core/errors";
import { fromPublicId, toPublicId } from "@/lib/core/ids";
import { addDevice } from "@/lib/identity/internal/devices/add-device";
import { redirectTo } from "@/lib/identity/internal/form-handler";
import { readDeviceParams } from "@/lib/identity/internal/oauth/device-params";
import { runNodeHandler, toNode } from "@/lib/identity/internal/oauth/node-bridge";
import { oidcProvider } from "@/lib/identity/internal/oauth/oidc-provider";
import { nameBrowser } from "@/lib/identity/internal/sign-in/browser-name";
import { extensionClientId } from "@/lib/identity/oauth-client";
import { findSessionUser } from "@/lib/identity/session";
import { derivedUuid } from "@/lib/platform/crypto";
import { transaction } from "@/lib/platform/db";
import { env } from "@/lib/platform/env";
import { readBody } from "@/lib/platform/http/body";
import { requestSource } from "@/lib/platform/http/request-source";
import { requireSameOrigin } from "@/lib/platform/http/same-origin";
import { recordRefusal, refusedFor } from "@/lib/platform/refusals";

/** What the extension asks for, for the page that asks its owner. */
export type PendingInteraction = {
  /** `login` needs a signed-in person and nothing else; `consent` needs their decision. */
  prompt: "login" | "consent";
  scopes: string[];
  /** The other device that will be connected, e.g. "Firefox on Windows"; empty when it did not say, or is this one. */
  deviceName: string;
  /** The code that the other device shows; null when the extension runs in this browser. */
  userCode: string | null;
  /** Whom the authorization is for (`usr_…`); null before the login. */
  subject: string | null;
};

type Interaction = Awaited<ReturnType<Provider["interactionDetails"]>>;

/** The address of an interaction's page. */
function interactionPath(uid: string): string {
  return `/oauth/interaction/${uid}`;
}

/** The interaction that this browser is in the middle of; null when it has expired or belongs to another browser. */
export async function findInteraction(uid: string, cookieHeader: string | null): Promise<PendingInteraction | null> {
  const headers = { cookie: cookieHeader ?? "" };
  const interaction = await load(uid, new Request(`${env().GATEHOUSE_URL}${interactionPath(uid)}`, { headers }));
  if (!interaction) return null;
  const device = interaction.deviceCode
    ? await (await oidcProvider()).DeviceCode.find(interaction.deviceCode)
    : undefined;
  const scope = interaction.params.scope;
  return {
    prompt: interaction.prompt.name === "login" ? "login" : "consent",
    scopes: typeof scope === "string" ? scope.split(" ").filter(Boolean) : [],
    deviceName: deviceNameOf(device?.deviceInfo),
    userCode: device?.userCode ? device.userCode.replace(/^(.{4})(.{4})$/, "$1-$2") : null,
    subject: interaction.session?.accountId ?? null,
  };
}

/**
 * `GET /oauth/interaction/:uid/login`: tells the provider who is signed in to the site. Whoever is not is sent to sign
 * in and comes back to the interaction.
 */
export async function handleInteractionLogin(request: Request, uid: string): Promise<Response> {
  const page = interactionPath(uid);
  const user = await findSessionUser(request);
  if (!user) return redirectTo(`/sign-in?${new URLSearchParams({ callbackUrl: page })}`);
  const interaction = await load(uid, request);
  if (interaction?.prompt.name !== "login") return redirectTo(page);
  const subject = toPublicId("user", user.id);
  const started = interaction.session?.accountId;
  if (started && started !== subject) {
    const result = { error: "access_denied", error_description: "another person has signed in since this was begun" };
    return finish(request, result);
  }
  return finish(request, { login: { accountId: subject, remember: false } });
}

/** What plans say about connecting. Handed in, because what a plan holds is not known here. */
export type ConnectionRules = {
  /** The accounts that this person can connect a device to, by id; the first is taken where none was chosen. */
  accountsOf: (userId: string) => Promise<readonly { id: string }[]>;
  /** How many devices an account may have connected. */
  limitOf: (accountId: string) => Promise<number>;
};

/**
 * `POST /oauth/interaction/:uid/decision`: connects the device, or tells the extension that its owner said no. Devices
 * that the form names under `disconnect` are disconnected in the same step, to make room for this one. Where there is
 * none the page is shown again, and says so. `account` names one of several accounts that the person belongs to.
 */
export async function handleInteractionDecision(request: Request, rules: ConnectionRules): Promise<Response> {
  const uid = /^\/oauth\/interaction\/([\w-]+)\/decision$/.exec(new URL(request.url).pathname)?.[1] ?? "";
  let accountId: string | null = null;
  let chosen: string | null = null;
  try {
    requireSameOrigin(request);
    const form = new URLSearchParams(new TextDecoder().decode(await readBody(request.clone(), 16 * 1024)));
    const interaction = await load(uid, request);
    const user = await findSessionUser(request);
    const subject = user && toPublicId("user", user.id);
    if (interaction?.prompt.name !== "consent" || interaction.session?.accountId !== subject || !user) {
      return redirectTo(interactionPath(uid));
    }
    if (form.get("decision") !== "allow") {
      return finish(request, { error: "access_denied", error_description: "the account's owner did not agree" });
    }
    chosen = form.get("account");
    accountId = decideAccount(await rules.accountsOf(user.id), chosen);
    const grantId = await connectDevice(interaction, {
      userId: user.id,
      accountId,
      userAgent: request.headers.get("user-agent"),
      instead: form.getAll("disconnect").map((id) => fromPublicId("device", id)),
      limit: await rules.limitOf(accountId),
    });
    return finish(request, { consent: { grantId } });
  } catch (error) {
    if (!isAppError(error)) throw error;
    const where = "/oauth/interaction/decision";
    recordRefusal({
      kind: error.code,
      where,
      detail: error.message,
      ...refusedFor(accountId, requestSource(request)),
    });
    const query = new URLSearchParams({ ...(error.code === "limit_reached" && { error: error.code }) });
    if (chosen) query.set("account", chosen);
    return redirectTo(`${interactionPath(uid)}${query.size > 0 ? `?${query}` : ""}`);
  }
}

/** The account that was chosen among a person's own, else the first. @throws AppError `not_found` for any other */
function decideAccount(accounts: readonly { id: string }[], chosen: string | null): string {
  const wanted = chosen === null ? accounts[0]?.id : fromPublicId("account", chosen);
  if (!accounts.some(({ id }) => id === wanted) || !wanted) {
    throw new AppError("not_found", "This person has no such open account.");
  }
  return wanted;
}

type Connection = {
  userId: string;
  accountId: string;
  userAgent: string | null;
  /** Devices to disconnect first. */
  instead: string[];
  limit: number;
};

/**
 * Makes the device and its grant. They share an id, so the code that ends one finds the other. The id follows from what is
 * agreed to, a device's code or this very interaction, so agreeing again, or twice at once, gives the same device.
 */
async function connectDevice(interaction: Interaction, connection: Connection): Promise<string> {
  const { userId, accountId, userAgent, instead, limit } = connection;
  const provider = await oidcProvider();
  const asking = interaction.deviceCode ? await provider.DeviceCode.find(interaction.deviceCode) : undefined;
  if (interaction.deviceCode && !asking)
    throw new AppError("link_expired", "The code of the other device has expired.");
  const name = (asking ? deviceNameOf(asking.deviceInfo) : nameBrowser(userAgent)) || "Extension";
  const id = derivedUuid("device-of-interaction", interaction.deviceCode ?? interaction.uid);
  const params = readDeviceParams(interaction.params);
  await transaction((tx) => addDevice(tx, { id, userId, accountId, name, ...params, instead, limit }));

  const grant = new provider.Grant({ accountId: toPublicId("user", userId), clientId: extensionClientId });
  grant.jti = id;
  const { missingOIDCScope, missingResourceScopes } = interaction.prompt.details;
  if (isTexts(missingOIDCScope)) grant.addOIDCScope(missingOIDCScope.join(" "));
  for (const [resource, scopes] of Object.entries(missingResourceScopes ?? {})) {
    if (isTexts(scopes)) grant.addResourceScope(resource, scopes.join(" "));
  }
  await grant.save();
  return id;
}

/** The interaction of this uid, when the browser's cookie is for it. */
async function load(uid: string, request: Request): Promise<Interaction | null> {
  const provider = await oidcProvider();
  const { incoming, outgoing } = toNode(request);
  try {
    const interaction = await provider.interactionDetails(incoming, outgoing);
    return interaction.uid === uid ? interaction : null;
  } catch (error) {
    if (error instanceof Error && error.name === "SessionNotFound") return null;
    throw error;
  }
}

async function finish(request: Request, result: InteractionResults): Promise<Response> {
  const provider = await oidcProvider();
  const bare = new Request(request.url, { headers: request.headers });
  return runNodeHandler(bare, (incoming, outgoing) =>
    provider.interactionFinished(incoming, outgoing, result, { mergeWithLastSubmission: !("error" in result) }),
  );
}

function deviceNameOf(info: unknown): string {
  return typeof info === "object" && info !== null && "name" in info && typeof info.name === "string" ? info.name : "";
}

function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === "string");
}
