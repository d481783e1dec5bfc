import { newId } from "../core/ids";
import type { Tx } from "../core/tx";
import type { Product } from "../core/wire";
import { endpoint, given, listParams, page } from "../http/endpoint";
import { invalidRequest, resourceMissing } from "../http/errors";
import {
  array,
  boolean,
  isInRange,
  metadata,
  notYet,
  object,
  range,
  required,
  text,
  unsettable,
  webAddress,
} from "../http/params";
import { mergeMetadata } from "./metadata";
import { createPrice, createProduct, defaultPriceData } from "./new-price";

const writable = {
  active: boolean,
  description: unsettable(text()),
  images: unsettable(array(webAddress, 8)),
  marketing_features: unsettable(array(object({ name: required(text(80)) }), 15)),
  metadata,
  shippable: boolean,
  statement_descriptor: unsettable(text(22)),
  tax_code: unsettable(text()),
  unit_label: unsettable(text(12)),
  url: unsettable(webAddress),
  package_dimensions: notYet,
  tax_details: notYet,
};

export function getProduct(tx: Tx, id: string, param = "id", status = 404): Product {
  const product = tx.find("product", id);
  if (!product) throw resourceMissing("product", id, param, status);
  return product;
}

export const productEndpoints = [
  endpoint({
    method: "POST",
    path: "/v1/products",
    params: { ...writable, id: text(), name: required(text()), default_price_data: defaultPriceData, type: notYet },
    run: (tx, { default_price_data, type: _type, metadata: wanted, ...params }) => {
      const id = params.id ?? newId("prod", 14);
      if (tx.find("product", id)) {
        throw invalidRequest("Product already exists.", { code: "resource_already_exists", param: "id" });
      }
      const product = createProduct(tx, {
        ...given({ ...params, images: params.images ?? [], marketing_features: params.marketing_features ?? [] }),
        id,
        name: params.name,
        metadata: mergeMetadata({}, wanted),
      });
      if (!default_price_data) return product;
      const price = createPrice(tx, id, default_price_data);
      return tx.update("product", product, { default_price: price.id }, "product.updated");
    },
  }),
  endpoint({
    method: "GET",
    path: "/v1/products/:id",
    params: {},
    run: (tx, _params, id) => getProduct(tx, id),
  }),
  endpoint({
    method: "POST",
    path: "/v1/products/:id",
    params: { ...writable, name: text(), default_price: text() },
    run: (tx, { metadata: change, images, marketing_features, ...params }, id) => {
      const before = getProduct(tx, id);
      if (params.default_price && tx.find("price", params.default_price)?.product !== id) {
        throw resourceMissing("price", params.default_price, "default_price", 400);
      }
      const changes = given({
        name: params.name,
        active: params.active,
        default_price: params.default_price,
        description: params.description,
        shippable: params.shippable,
        statement_descriptor: params.statement_descriptor,
        tax_code: params.tax_code,
        unit_label: params.unit_label,
        url: params.url,
        images: images === null ? [] : images,
        marketing_features: marketing_features === null ? [] : marketing_features,
        metadata: mergeMetadata(before.metadata, change),
      });
      const changed = Object.entries({ ...before, ...changes }).some(
        ([key, value]) => JSON.stringify(value) !== JSON.stringify(before[key as keyof Product]),
      );
      return changed ? tx.update("product", before, { ...changes, updated: tx.now }, "product.updated") : before;
    },
  }),
  endpoint({
    method: "DELETE",
    path: "/v1/products/:id",
    params: {},
    run: (tx, _params, id) => {
      const product = getProduct(tx, id);
      if (tx.filter("price", (price) => price.product === id).length > 0) {
        throw invalidRequest(
          "This product cannot be deleted because it has one or more user-created prices. Archive it with `active=false` instead.",
        );
      }
      tx.store.remove("product", id);
      tx.emit("product.deleted", product);
      return { id, object: "product", deleted: true };
    },
  }),
  endpoint({
    method: "GET",
    path: "/v1/products",
    params: {
      ...listParams,
      active: boolean,
      created: range,
      ids: array(text()),
      shippable: boolean,
      url: text(),
      type: notYet,
    },
    run: (tx, params) =>
      page(
        tx.store.all("product"),
        (product) =>
          (params.active === undefined || product.active === params.active) &&
          (params.shippable === undefined || product.shippable === params.shippable) &&
          (!params.ids || params.ids.includes(product.id)) &&
          (!params.url || product.url === params.url) &&
          isInRange(product.created, params.created),
        params,
        "/v1/products",
      ),
  }),
];
