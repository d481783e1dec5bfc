import { createHmac, randomUUID } from "node:crypto";
import { toPublicId } from "@/lib/core/ids";
import { demoSecrets } from "@/lib/platform/demo-secrets";

/** The outcome of one request; `problem` says what was wrong with the answer. */
type Told = { what: string; status: number; at: number; tookMs: number; problem: string | null };

/** Who sends requests during an outage, with their credentials. */
export type Callers = { people: { cookie: string; email: string }[]; token: string };

type Ask = {
  what: string;
  path: string;
  init?: RequestInit;
  /** What is wrong with an answer other than 503; null when it is correct. */
  problemOf: (response: Response, body: string) => string | null;
};

/** Sends every kind of request until it is stopped: the kinds in parallel, the requests of one kind in sequence. */
export class OutageLoad {
  readonly told: Told[] = [];
  /** Every kind of request that is made. */
  readonly kinds = new Set<string>();
  /** Ids of the events that were accepted. */
  readonly keptEvents: string[] = [];
  /** How often usage was counted. */
  counted = 0;
  readonly #url: string;
  readonly #lanes: Promise<void>[];
  #isOver = false;

  constructor(url: string, { people, token }: Callers) {
    this.#url = url;
    const api = { authorization: `Bearer ${token}` };
    const pages = people.flatMap(({ cookie, email }) =>
      ["/account", "/account/settings", "/pricing"].map((path) => pageOf(path, cookie, email)),
    );
    const gets = ["/api/v1/entitlements", "/api/v1/account"].map((path) => is200(path, { headers: api }));
    const chosen = people.slice(0, 1).map(({ cookie }) => choosesAccount(url, cookie));
    this.#lanes = [
      ...[...pages, ...gets, ...chosen, is200("/healthz")].map((ask) =>
        this.#repeat(async () => void (await this.#ask(ask))),
      ),
      this.#repeat(() => this.#countUse(api)),
      this.#repeat(() => this.#sendEvent()),
    ];
  }

  /** The kinds of request without a normal answer since then. */
  notYetWell(since: number): string[] {
    const later = this.told.filter(({ at, status }) => at > since && status !== 503 && status !== 409);
    const well = new Set(later.map(({ what }) => what));
    return [...this.kinds].filter((what) => !well.has(what));
  }

  async stop(): Promise<void> {
    this.#isOver = true;
    await Promise.all(this.#lanes);
  }

  async #repeat(once: () => Promise<void>): Promise<void> {
    while (!this.#isOver) await once();
  }

  /** Reports the same usage under the same key until it is counted, as the client library does. */
  async #countUse(headers: Record<string, string>): Promise<void> {
    const init = {
      method: "POST",
      headers: { ...headers, "content-type": "application/json", "idempotency-key": randomUUID() },
      body: JSON.stringify({ feature: "extended_storage", amount: 1 }),
    };
    // An interrupted request may still hold its key.
    const ask = { ...is200("/api/v1/usage", init), problemOf: unlessStatus(200, 409) };
    await this.#untilTaken(() => ask);
    this.counted += 1;
  }

  /** Sends the same event until it is accepted, as Stripe does. */
  async #sendEvent(): Promise<void> {
    const id = `evt_${randomUUID().replaceAll("-", "")}`;
    await this.#untilTaken(() => is200("/api/webhooks/stripe", signedEvent(id)));
    this.keptEvents.push(id);
  }

  async #untilTaken(ask: () => Ask): Promise<void> {
    while ((await this.#ask(ask())) !== 200);
  }

  async #ask({ what, path, init, problemOf }: Ask): Promise<number> {
    this.kinds.add(what);
    const begun = performance.now();
    const response = await fetch(`${this.#url}${path}`, { redirect: "manual", ...init });
    const body = await response.text();
    const at = performance.now();
    const problem = response.status === 503 ? problemOfOutage(response, body, path) : problemOf(response, body);
    this.told.push({ what, status: response.status, at, tookMs: at - begun, problem });
    return response.status;
  }
}

/** What is wrong with an answer to an outage of the database; pages and API each have one form of it. */
function problemOfOutage(response: Response, body: string, path: string): string | null {
  if (path === "/healthz") return "The liveness check failed.";
  if (response.headers.get("retry-after") !== "5") return "Retry-After is missing.";
  if (response.headers.getSetCookie().length > 0) return "A cookie was set.";
  const said = path.startsWith("/api/") ? `"code":"database_unavailable"` : "<h1>One moment, please</h1>";
  return body.includes(said) ? null : `The body is another one: ${body.slice(0, 200)}`;
}

const unlessStatus =
  (...expected: number[]) =>
  ({ status }: Response, body: string) =>
    expected.includes(status) ? null : `It was answered ${status}: ${body.slice(0, 200)}`;

function is200(path: string, init: RequestInit = {}): Ask {
  return { what: `${init.method ?? "GET"} ${path}`, path, init, problemOf: unlessStatus(200) };
}

/** A page that shows who is signed in. */
function pageOf(path: string, cookie: string, email: string): Ask {
  const isTheirs = (response: Response, body: string) =>
    unlessStatus(200)(response, body) ?? (body.includes(email) ? null : "The page does not show this user.");
  return { what: `GET ${path}`, path, init: { headers: { cookie } }, problemOf: isTheirs };
}

/** A form without scripts that redirects to the account, or to the sign-in page when signed out. */
function choosesAccount(origin: string, cookie: string): Ask {
  const headers = { cookie, origin, "content-type": "application/x-www-form-urlencoded" };
  const isLed = (response: Response, body: string) =>
    unlessStatus(303)(response, body) ??
    (response.headers.get("location") === `${origin}/account` ? null : "It redirected somewhere else.");
  const path = "/account/switch";
  return {
    what: `POST ${path}`,
    path,
    init: { method: "POST", headers, body: `account=${toPublicId("account", randomUUID())}` },
    problemOf: isLed,
  };
}

/** A signed event that needs no request to Stripe. */
function signedEvent(id: string): RequestInit {
  const at = Math.floor(Date.now() / 1000);
  const event = { id, object: "event", type: "product.updated", created: at, livemode: false, api_version: null };
  const body = JSON.stringify({ ...event, data: { object: { id: "prod_1", object: "product" } } });
  const signature = createHmac("sha256", demoSecrets.STRIPE_WEBHOOK_SECRET).update(`${at}.${body}`).digest("hex");
  return { method: "POST", body, headers: { "stripe-signature": `t=${at},v1=${signature}` } };
}
