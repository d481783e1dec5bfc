import { activeEntitlements, syncEntitlements } from "../billing/sync-entitlements";
import { newId } from "../core/ids";
import type { Tx } from "../core/tx";
import type { Feature, ProductFeature } from "../core/wire";
import { endpoint, given, listParams, page } from "../http/endpoint";
import { invalidRequest, resourceMissing } from "../http/errors";
import { boolean, metadata, required, text } from "../http/params";
import { getCustomer } from "./get-customer";
import { mergeMetadata } from "./metadata";
import { getProduct } from "./products";

function getFeature(tx: Tx, id: string, param = "id", status = 404): Feature {
  const feature = tx.find("entitlements.feature", id);
  if (!feature) throw resourceMissing("entitlements.feature", id, param, status);
  return feature;
}

/** Everyone who subscribes to a product gains or loses what it now has or lacks. */
function syncSubscribers(tx: Tx, product: string): void {
  const subscribers = tx.filter("subscription", (sub) => sub.items.data.some((item) => item.price.product === product));
  for (const customer of new Set(subscribers.map((subscription) => subscription.customer)))
    syncEntitlements(tx, customer);
}

function productFeatures(tx: Tx, product: string): ProductFeature[] {
  return tx.related("product_feature_facts", "product", product).map(({ id }) => tx.get("product_feature", id));
}

export const entitlementEndpoints = [
  endpoint({
    method: "POST",
    path: "/v1/entitlements/features",
    params: { lookup_key: required(text(80)), metadata, name: required(text(80)) },
    run: (tx, params) => {
      const [taken] = tx.filter("entitlements.feature", (one) => one.active && one.lookup_key === params.lookup_key);
      if (taken) throw invalidRequest("A feature with this lookup key already exists.", { param: "lookup_key" });
      const feature: Feature = {
        id: newId("feat_test"),
        object: "entitlements.feature",
        active: true,
        livemode: false,
        lookup_key: params.lookup_key,
        metadata: mergeMetadata({}, params.metadata),
        name: params.name,
      };
      return tx.create("entitlements.feature", feature, null);
    },
  }),
  endpoint({
    method: "GET",
    path: "/v1/entitlements/features/:id",
    params: {},
    run: (tx, _params, id) => getFeature(tx, id),
  }),
  endpoint({
    method: "POST",
    path: "/v1/entitlements/features/:id",
    params: { active: boolean, metadata, name: text(80) },
    run: (tx, params, id) => {
      const before = getFeature(tx, id);
      const { metadata: change, ...fields } = params;
      const changes = { ...given(fields), metadata: mergeMetadata(before.metadata, change) };
      return tx.update("entitlements.feature", before, changes, null);
    },
  }),
  endpoint({
    method: "GET",
    path: "/v1/entitlements/features",
    params: { ...listParams, archived: boolean, lookup_key: text() },
    run: (tx, params) =>
      page(
        tx.store.all("entitlements.feature"),
        (feature) =>
          feature.active !== (params.archived ?? false) &&
          (!params.lookup_key || feature.lookup_key === params.lookup_key),
        params,
        "/v1/entitlements/features",
      ),
  }),
  endpoint({
    method: "GET",
    path: "/v1/entitlements/active_entitlements/:id",
    params: {},
    run: (tx, _params, id) => {
      const entitlement = tx.find("entitlements.active_entitlement", id);
      if (!entitlement) throw resourceMissing("entitlements.active_entitlement", id);
      return entitlement;
    },
  }),
  endpoint({
    method: "GET",
    path: "/v1/entitlements/active_entitlements",
    params: { ...listParams, customer: required(text()) },
    run: (tx, params) => {
      const { id } = getCustomer(tx, params.customer, "customer", 400);
      return page(activeEntitlements(tx, id), () => true, params, "/v1/entitlements/active_entitlements");
    },
  }),
  endpoint({
    method: "POST",
    path: "/v1/products/:id/features",
    params: { entitlement_feature: required(text()) },
    run: (tx, params, product) => {
      getProduct(tx, product);
      const feature = getFeature(tx, params.entitlement_feature, "entitlement_feature", 400);
      if (productFeatures(tx, product).some((one) => one.entitlement_feature.id === feature.id)) {
        throw invalidRequest("This feature is already attached to this product.", { param: "entitlement_feature" });
      }
      const id = newId("prodft_test");
      tx.put("product_feature_facts", { id, product });
      const attached: ProductFeature = { id, object: "product_feature", entitlement_feature: feature, livemode: false };
      tx.create("product_feature", attached, null);
      syncSubscribers(tx, product);
      return attached;
    },
  }),
  endpoint({
    method: "GET",
    path: "/v1/products/:id/features/:innerId",
    params: {},
    run: (tx, _params, _product, id) => {
      const found = tx.find("product_feature", id);
      if (!found) throw resourceMissing("product_feature", id);
      return found;
    },
  }),
  endpoint({
    method: "DELETE",
    path: "/v1/products/:id/features/:innerId",
    params: {},
    run: (tx, _params, product, id) => {
      if (tx.find("product_feature_facts", id)?.product !== product) throw resourceMissing("product_feature", id);
      tx.store.remove("product_feature_facts", id);
      syncSubscribers(tx, product);
      tx.store.remove("product_feature", id);
      return { id, object: "product_feature", deleted: true };
    },
  }),
  endpoint({
    method: "GET",
    path: "/v1/products/:id/features",
    params: listParams,
    run: (tx, params, product) =>
      page(productFeatures(tx, getProduct(tx, product).id), () => true, params, `/v1/products/${product}/features`),
  }),
];
