import { newId } from "../core/ids";
import { apiVersion, type Tx } from "../core/tx";
import type { WebhookEndpoint } from "../core/wire";
import { endpoint, given, listParams, page } from "../http/endpoint";
import { invalidRequest, resourceMissing } from "../http/errors";
import { array, boolean, metadata, notYet, required, text, unsettable, webAddress } from "../http/params";
import { mergeMetadata } from "./metadata";

const maxEndpoints = 16;

export type NewEndpoint = {
  url: string;
  enabledEvents: string[];
  description: string | null;
  metadata: Record<string, string>;
  secret: string;
};

export function getWebhookEndpoint(tx: Tx, id: string): WebhookEndpoint {
  const found = tx.find("webhook_endpoint", id);
  if (!found) throw resourceMissing("webhook endpoint", id);
  return found;
}

export function createWebhookEndpoint(tx: Tx, input: NewEndpoint): WebhookEndpoint {
  if (tx.store.count("webhook_endpoint") >= maxEndpoints) {
    throw invalidRequest(`You have reached the maximum of ${maxEndpoints} test webhook endpoints.`);
  }
  const created: WebhookEndpoint = {
    id: newId("we"),
    object: "webhook_endpoint",
    api_version: apiVersion,
    application: null,
    created: tx.now,
    description: input.description,
    enabled_events: input.enabledEvents,
    livemode: false,
    metadata: input.metadata,
    status: "enabled",
    url: input.url,
  };
  tx.put("endpoint_secret", { id: created.id, secret: input.secret });
  return tx.create("webhook_endpoint", created, null);
}

const maxPreviousSeconds = 24 * 3_600;

/**
 * Gives an endpoint a new secret. The one before signs along for so long, at most a day of the machine's time, as Stripe
 * lets one choose on its own page. Returns the new secret.
 */
export function rollSecret(tx: Tx, id: string, previousSeconds: number): string {
  getWebhookEndpoint(tx, id);
  const { secret: before, previous = [] } = tx.get("endpoint_secret", id);
  const secret = newId("whsec", 32);
  const expiresAtMs = Date.now() + Math.min(previousSeconds, maxPreviousSeconds) * 1_000;
  const signing = previous.filter((old) => old.expiresAtMs > Date.now());
  const kept = previousSeconds > 0 ? [{ secret: before, expiresAtMs }, ...signing] : [];
  tx.put("endpoint_secret", { id, secret, previous: kept });
  return secret;
}

export const webhookEndpointEndpoints = [
  endpoint({
    method: "POST",
    path: "/v1/webhook_endpoints",
    params: {
      api_version: text(),
      connect: notYet,
      description: unsettable(text()),
      enabled_events: required(array(text())),
      metadata,
      url: required(webAddress),
    },
    run: (tx, params) => {
      const secret = newId("whsec", 32);
      const created = createWebhookEndpoint(tx, {
        url: params.url,
        enabledEvents: params.enabled_events,
        description: params.description ?? null,
        metadata: mergeMetadata({}, params.metadata),
        secret,
      });
      // As with Stripe, the secret is shown in this one answer and never again.
      return { ...created, secret };
    },
  }),
  endpoint({
    method: "GET",
    path: "/v1/webhook_endpoints/:id",
    params: {},
    run: (tx, _params, id) => getWebhookEndpoint(tx, id),
  }),
  endpoint({
    method: "POST",
    path: "/v1/webhook_endpoints/:id",
    params: {
      description: unsettable(text()),
      disabled: boolean,
      enabled_events: array(text()),
      metadata,
      url: webAddress,
    },
    run: (tx, { disabled, metadata: change, ...params }, id) => {
      const before = getWebhookEndpoint(tx, id);
      const status = disabled === undefined ? undefined : disabled ? "disabled" : "enabled";
      const changes = given({ ...params, status, metadata: mergeMetadata(before.metadata, change) });
      return tx.update("webhook_endpoint", before, changes, null);
    },
  }),
  endpoint({
    method: "DELETE",
    path: "/v1/webhook_endpoints/:id",
    params: {},
    run: (tx, _params, id) => {
      getWebhookEndpoint(tx, id);
      for (const delivery of tx.filter("delivery", (one) => one.endpoint === id && one.status === "pending")) {
        tx.put("delivery", { ...delivery, status: "failed" });
      }
      tx.store.remove("webhook_endpoint", id);
      tx.store.remove("endpoint_secret", id);
      return { id, object: "webhook_endpoint", deleted: true };
    },
  }),
  endpoint({
    method: "GET",
    path: "/v1/webhook_endpoints",
    params: listParams,
    run: (tx, params) => page(tx.store.all("webhook_endpoint"), () => true, params, "/v1/webhook_endpoints"),
  }),
];
