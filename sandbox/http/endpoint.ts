import type { Tx } from "../core/tx";
import { invalidRequest } from "./errors";
import type { FormObject } from "./form";
import { integer, type Params, readShape, type Shape, text } from "./params";

export type Method = "GET" | "POST" | "DELETE";

/** One endpoint of the API, ready to run: its parameters are read and refused before anything is changed. */
export type Endpoint = {
  method: Method;
  path: string;
  prepare: (values: FormObject) => (tx: Tx, id: string, innerId: string) => object;
};

/**
 * Declares an endpoint. `run` gets the transaction, the parameters, the `:id` of the path and its `:innerId` (empty
 * without them), and returns the object to answer with. It must not wait for anything. A refusal that it throws undoes
 * all it wrote; one that it returns keeps it (a declined card has left its charge).
 */
export function endpoint<S extends Shape>(spec: {
  method: Method;
  path: string;
  params: S;
  run: (tx: Tx, params: Params<S>, id: string, innerId: string) => object;
}): Endpoint {
  return {
    method: spec.method,
    path: spec.path,
    prepare: (values) => {
      const params = readShape(spec.params, values);
      return (tx, id, innerId) => spec.run(tx, params, id, innerId);
    },
  };
}

export const listParams = {
  limit: integer({ min: 1, max: 100 }),
  starting_after: text(),
  ending_before: text(),
};

/** One page of a list, newest first, with Stripe's cursors. The cursor may be any object of `all`, kept or not. */
export function page<T extends { id: string }>(
  all: Iterable<T>,
  keep: (object: T) => boolean,
  params: Params<typeof listParams>,
  url: string,
): { object: "list"; data: T[]; has_more: boolean; url: string } {
  const { limit = 10, starting_after, ending_before } = params;
  if (starting_after && ending_before) {
    throw invalidRequest("You cannot parameterize both starting_after and ending_before.", { param: "starting_after" });
  }
  const newestFirst = [...all].reverse();
  if (ending_before) {
    const kept = newestFirst.slice(0, positionOf(newestFirst, ending_before, "ending_before")).filter(keep);
    return { object: "list", data: kept.slice(-limit), has_more: kept.length > limit, url };
  }
  const start = starting_after ? positionOf(newestFirst, starting_after, "starting_after") + 1 : 0;
  const data: T[] = [];
  for (const object of newestFirst.slice(start)) {
    if (!keep(object)) continue;
    if (data.length === limit) return { object: "list", data, has_more: true, url };
    data.push(object);
  }
  return { object: "list", data, has_more: false, url };
}

function positionOf(objects: { id: string }[], id: string, param: string): number {
  const position = objects.findIndex((object) => object.id === id);
  if (position < 0) throw invalidRequest(`No such object: '${id}'`, { code: "resource_missing", param });
  return position;
}

/** Keeps only the keys that were given, so that an absent parameter leaves a field as it is. */
export function given<T extends object>(changes: T): Partial<T> {
  return Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined)) as Partial<T>;
}
