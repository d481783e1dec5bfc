import type { Tx } from "../core/tx";
import { endpoint } from "./endpoint";
import { invalidRequest } from "./errors";
import { integer, required, text } from "./params";

type Clause = { negated: boolean; field: string; operator: ":" | "~" | ">" | ">=" | "<" | "<="; value: string | null };
type Query = { clauses: Clause[]; joinedBy: "and" | "or" };

const clausePattern =
  /^\s*(-?)([a-z_.]+(?:\["[^"]+"\]|\['[^']+'\])?)\s*(:|~|>=|<=|>|<)\s*("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|null|-?\d+)/i;

/**
 * Reads Stripe's search language: `email:"a@b.nl"`, `name~"part"`, `metadata["key"]:"value"`, `-field:…`, `field:null`,
 * `created>0`, joined by AND or by OR, not both. Source: https://docs.stripe.com/search#search-query-language
 */
function parseQuery(query: string): Query {
  const clauses: Clause[] = [];
  const joins = new Set<string>();
  let rest = query;
  for (;;) {
    const match = clausePattern.exec(rest);
    const [whole, minus, field, operator, raw] = match ?? [];
    if (whole === undefined || !field || !isOperator(operator) || raw === undefined) {
      throw invalidRequest(`We were unable to parse your search query: ${query.slice(0, 200)}`, { param: "query" });
    }
    const value = raw === "null" ? null : raw.replace(/^["']|["']$/g, "").replace(/\\(.)/g, "$1");
    clauses.push({ negated: minus === "-", field, operator, value });
    rest = rest.slice(whole.length);
    if (rest.trim() === "") break;
    const join = /^\s+(and|or)\s+/i.exec(rest);
    if (join) joins.add((join[1] ?? "").toLowerCase());
    else if (/^\s+/.test(rest)) joins.add("and");
    rest = rest.slice(join?.[0].length ?? 0);
  }
  if (joins.size > 1) throw invalidRequest("You can't combine AND and OR in one search query.", { param: "query" });
  return { clauses, joinedBy: joins.has("or") ? "or" : "and" };
}

function isOperator(text: string | undefined): text is Clause["operator"] {
  return text !== undefined && [":", "~", ">", ">=", "<", "<="].includes(text);
}

type Searchable = "charge" | "customer" | "invoice" | "payment_intent" | "price" | "product" | "subscription";
type Json = { [key: string]: unknown };

function readField(object: Json, field: string): unknown {
  const key = /^metadata\[["'](.+)["']\]$/.exec(field)?.[1];
  if (!key) return object[field];
  const { metadata } = object;
  return typeof metadata === "object" && metadata !== null ? (metadata as Json)[key] : undefined;
}

function matches(object: Json, { negated, field, operator, value }: Clause): boolean {
  const found = readField(object, field) ?? null;
  return negated !== holds(found, operator, value);
}

function holds(found: unknown, operator: Clause["operator"], value: string | null): boolean {
  if (value === null || found === null) return operator === ":" && found === value;
  if (operator === ":") return String(found).toLowerCase() === value.toLowerCase();
  if (operator === "~") return value.length >= 3 && String(found).toLowerCase().includes(value.toLowerCase());
  const [left, right] = [Number(found), Number(value)];
  if (operator === ">") return left > right;
  if (operator === ">=") return left >= right;
  return operator === "<" ? left < right : left <= right;
}

/** `GET /v1/<plural>/search`. Unlike Stripe's, what was just written is found at once. */
export function searchEndpoint(kind: Searchable, plural: string, fields: string[]) {
  const url = `/v1/${plural}/search`;
  return endpoint({
    method: "GET",
    path: url,
    params: { limit: integer({ min: 1, max: 100 }), page: text(), query: required(text(5_000)) },
    run: (tx: Tx, params) => {
      const { clauses, joinedBy } = parseQuery(params.query);
      for (const { field } of clauses) {
        if (fields.includes(field.split("[", 1)[0] ?? "")) continue;
        throw invalidRequest(`Field \`${field}\` is an unsupported search field for resource \`${plural}\`.`, {
          param: "query",
        });
      }
      const isMatch = (object: object) =>
        joinedBy === "or"
          ? clauses.some((clause) => matches({ ...object }, clause))
          : clauses.every((clause) => matches({ ...object }, clause));
      const found = tx.filter(kind, isMatch).reverse();
      const { limit = 10 } = params;
      const start = params.page ? Number(params.page.replace(/\D/g, "")) : 0;
      const next = start + limit;
      const has_more = found.length > next;
      return {
        object: "search_result",
        data: found.slice(start, next),
        has_more,
        next_page: has_more ? `page_${next}` : null,
        url,
      };
    },
  });
}
