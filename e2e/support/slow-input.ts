import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import path from "node:path";
import { projectRoot } from "@/scripts/project-root";
import { headersRead } from "@/tests/headers-read";
import { type Asked, ask, longestSilence } from "./ask";
import { addressOf, type BuiltRoute, builtRoutes } from "./routes";

/** As long as node:http lets a header be, beside the few others of a request. */
const bytes = 15_500;
/** How long another request may wait meanwhile. */
const allowedMs = 200;
/** A group of ten different requests that delays others for longer may hold one that is too slow. */
const hintMs = 60;
const runs = {
  space: " ",
  tab: "\t",
  comma: ",",
  dot: ".",
  slash: "/",
  backslash: "\\",
  quote: '"',
  percent: "%",
  digit: "1",
  bracket: "[",
};

/** A run of one character that ends with another one, so that a pattern fails at the end. */
const runOf = (run: string, length = bytes) => `${run.repeat(Math.floor((length - 1) / run.length))}!`;
const inAddress = (text: string) => text.replaceAll(" ", "%20").replaceAll("\t", "%09");
const everyRun = (make: (run: string) => Asked) => Object.values(runs).map(make);

/** The query parameters that pages and handlers read. */
const queries: Record<string, string[]> = {
  "/": ["x"],
  "/account": ["notice"],
  "/account/checkout/return": ["session_id"],
  "/account/invoices": ["cursor"],
  "/account/settings": ["mail"],
  "/api/v1/entitlements": ["fresh"],
  "/checkout": ["price", "quantity", "locale", "notice"],
  "/connect/code": ["user_code", "error"],
  "/mail-address/confirm": ["token", "error"],
  "/mail-address/undo": ["token"],
  "/oauth/[...path]": ["client_id", "redirect_uri", "scope", "state", "code_challenge", "user_code"],
  "/oauth/interaction/[uid]": ["account", "error"],
  "/offline": ["language"],
  "/pricing": ["interval", "currency", "notice"],
  "/sign-in": ["callbackUrl", "error", "again"],
  "/sign-in/check-mail": ["error"],
  "/sign-in/confirm": ["token"],
  "/sign-in/confirmed": ["result", "error"],
  "/staff": ["currency"],
  "/staff/customers": ["search", "since", "cursor"],
  "/staff/customers/[id]": ["kinds", "cursor"],
  "/staff/inbox": ["state", "cursor"],
  "/staff/invoices/[id]": ["problem"],
  "/staff/onboarding": ["days"],
  "/staff/refusals": ["cursor"],
  "/staff/revenue": ["kind", "month", "currency", "cursor"],
};
const formFields = ["email", "code", "token", "callbackUrl", "locale", "account", "decision", "provider", "user_code"];
const jsonFields = ["feature", "name", "amount", "type"];

/** The paths below a catch-all route. */
const behind: Record<string, string[]> = {
  "/oauth/[...path]": ["authorize", "device", "device/auth", "token", "revoke"].map((part) => `/oauth/${part}`),
  "/api/auth/[...nextauth]": ["callback/email", "signin", "error"].map((part) => `/api/auth/${part}`),
};
const handlers = builtRoutes().filter(({ kind }) => kind === "handler");
const pages = builtRoutes().filter(({ route, kind }) => kind === "page" && !route.startsWith("/_"));
const addressesOf = (known: BuiltRoute) => behind[known.route] ?? [addressOf(known, "x")];
const form = { "content-type": "application/x-www-form-urlencoded", "sec-fetch-site": "same-origin" };

/**
 * Each header that the code reads, to every route; `token` passes the checks of the API. Handlers get each header with each
 * run. All pages share the code that reads headers, so each page gets each header with one run.
 */
export async function hostileHeaders(token: string): Promise<Asked[][]> {
  const names = Object.keys(headersRead);
  const ofPages = pages
    .flatMap(addressesOf)
    .map((path, page) =>
      names.map((name, place) => withHeader({ path }, name, Object.values(runs).at((page + place) % 10) ?? " ")),
    );
  const targets: Asked[] = [
    ...["/api/v1/entitlements", "/api/v1/account"].map((path) => ({
      path,
      headers: { authorization: `Bearer ${token}` },
    })),
    ...(await Promise.all(handlers.flatMap(addressesOf).map(asItIsMeant))),
  ];
  const ofHandlers = targets.flatMap((target) => names.map((name) => everyRun((run) => withHeader(target, name, run))));
  return [...ofPages.flatMap((asked) => [asked.slice(0, 10), asked.slice(10)]), ...ofHandlers];
}

/** The request with one more header, as long as is allowed. */
function withHeader(target: Asked, name: string, run: string): Asked {
  const beginning = headersRead[name] ?? "";
  const room = bytes - beginning.length - JSON.stringify(target.headers ?? {}).length;
  return { ...target, headers: { ...target.headers, [name]: beginning + runOf(run, room) } };
}

/** A handler that accepts no GET gets a form as from our own page, with a mail address. */
async function asItIsMeant(address: string): Promise<Asked> {
  if ((await ask({ path: address })) !== 405) return { path: address };
  return { method: "POST", path: address, headers: form, body: `email=slow-input-${randomUUID()}%40example.com` };
}

/** Each run in each part of an address that the app reads, as a user who may see the page. */
export function hostileAddresses(cookies: { customer: string; staff: string }): Asked[][] {
  const runInAddress = (run: string) => inAddress(runOf(run, run.trim() === "" ? bytes / 3 : bytes - 500));
  const asked = [everyRun((run) => ({ path: `/${runInAddress(run)}` }))];
  for (const known of [...handlers, ...pages]) {
    const headers = { cookie: known.route.startsWith("/staff") ? cookies.staff : cookies.customer };
    for (const address of addressesOf(known)) {
      for (const name of queries[known.route] ?? ["x"]) {
        asked.push(everyRun((run) => ({ path: `${address}?${name}=${runInAddress(run)}`, headers })));
      }
    }
    if (!known.route.includes("[")) continue;
    asked.push(everyRun((run) => ({ path: addressOf(known, runInAddress(run)), headers })));
  }
  return asked;
}

/** Each run in each form field, in JSON, as malformed JSON, and as the body of a server action. */
export async function hostileBodies({ cookie, token }: { cookie: string; token: string }): Promise<Asked[][]> {
  const asked: Asked[][] = [];
  for (const target of await Promise.all(handlers.flatMap(addressesOf).map(asItIsMeant))) {
    const headers = { ...form, cookie };
    // Handlers that accept a GET read no form field.
    for (const field of target.method === "POST" ? formFields : ["x"]) {
      asked.push(everyRun((run) => ({ ...target, method: "POST", headers, body: `${field}=${runOf(run)}` })));
    }
  }
  for (const { route } of handlers.filter(({ route }) => route.startsWith("/api/"))) {
    const json = { "content-type": "application/json", "idempotency-key": randomUUID() };
    const headers = { ...json, authorization: `Bearer ${token}` };
    const inField = (field: string) => (run: string) => JSON.stringify({ [field]: runOf(run) });
    for (const body of [(run: string) => runOf(run), ...jsonFields.map(inField)]) {
      asked.push(everyRun((run) => ({ method: "POST", path: route, headers, body: body(run) })));
    }
  }
  for (const { id, page } of serverActions()) {
    const headers = { cookie, "next-action": id, "content-type": "text/plain;charset=UTF-8" };
    asked.push(everyRun((run) => ({ method: "POST", path: page, headers, body: `["${runOf(run)}` })));
  }
  return asked;
}

/** The server actions of the build, each with a page that uses it. */
function serverActions(): { id: string; page: string }[] {
  const manifest = path.join(projectRoot, ".next", "server", "server-reference-manifest.json");
  type Manifest = { node: Record<string, { workers: Record<string, unknown> }> };
  const { node }: Manifest = JSON.parse(readFileSync(manifest, "utf8"));
  return Object.entries(node).map(([id, { workers }]) => {
    const [file = ""] = Object.keys(workers);
    const route = file
      .replace(/^app/, "")
      .replaceAll(/\/\([^)]*\)/g, "")
      .replace(/\/page$/, "");
    return { id, page: addressOf({ route: route || "/", kind: "page" }, "x") };
  });
}

/**
 * The requests that delay others when ten of them are sent at once. Groups of different requests are sent first; only the
 * requests of a slow group are measured one by one. Stops after the fifth slow request.
 */
export async function findSlow(groups: Asked[][]): Promise<string[]> {
  const slow: string[] = [];
  for (const group of groups) {
    if ((await silenceOf(group, hintMs)) <= hintMs) continue;
    for (const one of group) {
      const silence = await silenceOf(
        Array.from({ length: 10 }, () => one),
        allowedMs,
      );
      if (silence > allowedMs) slow.push(`${Math.round(silence)} ms: ${inShort(one)}`);
    }
    if (slow.length >= 5) break;
  }
  return slow;
}

/**
 * How long other requests wait during these. When that is more than is allowed, how much longer than during the same
 * requests with short runs, because a busy machine delays them as well. The shortest of three measurements.
 */
async function silenceOf(asked: Asked[], allowed: number): Promise<number> {
  const during = (all: Asked[]) => longestSilence(Promise.all(all.map((one) => ask(one))));
  let least = Number.POSITIVE_INFINITY;
  for (let tries = 0; tries < 3 && least > allowed; tries += 1) {
    const silence = await during(asked);
    least = Math.min(least, silence <= allowed ? silence : silence - (await during(asked.map(harmless))));
  }
  return least;
}

/** The same request with runs of a few characters. */
function harmless(one: Asked): Asked {
  return JSON.parse(inShort(one));
}

function inShort(one: Asked): string {
  const short = (text: string) => text.replaceAll(/(%20|%09|.)\1{9,}/gs, "$1$1$1");
  const headers = Object.entries(one.headers ?? {}).map(([name, value]) => [name, short(value)]);
  const body = one.body === undefined ? {} : { body: short(one.body) };
  return JSON.stringify({ ...one, path: short(one.path), headers: Object.fromEntries(headers), ...body });
}
