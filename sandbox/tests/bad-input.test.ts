import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { Control } from "../control/control";
import { ClockMover } from "../control/move-clock";
import { Sandbox } from "../core/sandbox";
import { Deliverer } from "../delivery/deliverer";
import { allEndpoints } from "../resources/all-endpoints";
import { createSandboxServer } from "../server";

type Problem = { error?: { type?: string; message?: string; code?: string } };
type Call = { body?: string; key?: string; contentType?: string; query?: string };

const sandbox = new Sandbox({ stateFile: null, startsAt: new Date("2026-01-01T00:00:00Z") });
const deliverer = new Deliverer(sandbox.store);
const server = createSandboxServer(sandbox, new Control(sandbox, deliverer, new ClockMover(sandbox, deliverer, null)));
const known: string[] = [];
let url = "";

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  sandbox.origin = url;
  sandbox.clock.freeze();
  for (const [path, body] of [
    ["/v1/customers", "payment_method=pm_card_visa&invoice_settings[default_payment_method]=pm_card_visa"],
    ["/v1/products", "name=Pro"],
  ] as const) {
    known.push((await (await send("POST", path, { body })).json()).id);
  }
});

afterAll(() => {
  server.closeAllConnections();
  server.close();
});

function send(method: string, path: string, call: Call = {}): Promise<Response> {
  const { body, key = "sk_test_x", contentType = "application/x-www-form-urlencoded", query = "" } = call;
  return fetch(`${url}${path}${query}`, {
    method,
    headers: { ...(key ? { authorization: `Bearer ${key}` } : {}), "content-type": contentType },
    ...(method === "GET" ? {} : { body: body ?? "" }),
  });
}

/** A refusal in Stripe's shape: a type, a message, and no more than a client's fault or a 501 that names itself. */
async function expectRefusal(response: Response, allowed: number[], what: string): Promise<void> {
  const answer: Problem = await response.json();
  expect(allowed, `${what}: ${response.status} ${JSON.stringify(answer)}`).toContain(response.status);
  expect(answer.error?.type, what).toMatch(/^(invalid_request_error|card_error|idempotency_error)$/);
  expect(answer.error?.message, what).toEqual(expect.any(String));
  expect(response.headers.get("request-id"), what).toMatch(/^req_/);
}

const pathOf = (path: string, id: string) => path.replace(":id", id).replace(":innerId", id);
const names = allEndpoints.map(({ method, path }) => `${method} ${path}`);

test.each(names)("%s refuses what it can't read, with Stripe's words and no 500", async (name) => {
  const [method = "", path = ""] = name.split(" ");
  const at = pathOf(path, "none_1");
  const refused = (call: Call, allowed: number[], what: string) =>
    send(method, at, call).then((response) => expectRefusal(response, allowed, `${name}, ${what}`));
  await refused({ key: "" }, [401], "without a key");
  await refused({ key: "sk_live_x" }, [401], "with a live key");
  await refused({ query: "?nonsense=1" }, [400], "with a parameter nobody knows");
  await refused({ query: "?a[b=1" }, [400], "with a bracket that does not close");
  await refused({ query: "?x=%zz" }, [400], "with an encoding that is none");
  await refused({ query: "?expand=x" }, [400, 404], "with an expand that is no list");
  if (path.includes(":id")) await refused({}, [400, 404], "with an id that nothing has");
  if (method === "GET") return;
  await refused({ body: "{}", contentType: "application/json" }, [400], "with a body in JSON");
  await refused({ body: "metadata[a][b]=1&nonsense[]=2" }, [400], "with shapes that don't fit");
});

const odd = [
  "",
  "x",
  "-1",
  "1e9",
  "99999999999999999999",
  "null",
  "true",
  "\u0000",
  "a".repeat(6_000),
  "NaN",
  "[]",
  "__proto__",
];

test("every parameter of every endpoint survives every odd value, also with ids of other things", {
  timeout: 120_000,
}, async () => {
  const complaints = vi.spyOn(console, "error");
  let calls = 0;
  for (const { method, path } of allEndpoints) {
    for (const id of path.includes(":id") ? ["none_1", ...known] : [""]) {
      for (const value of odd) {
        const parameters = usual.map((parameter) => `${parameter}=${encodeURIComponent(value)}`);
        for (const body of [parameters[calls % parameters.length] ?? "", parameters.slice(0, 6).join("&")]) {
          const call = method === "GET" ? { query: `?${body}` } : { body };
          const response = await send(method, pathOf(path, id), call);
          expect(response.status, `${method} ${path} ${body} ${id}`).not.toBe(500);
          await response.arrayBuffer();
          calls += 1;
        }
      }
    }
  }
  expect(calls).toBeGreaterThan(2_000);
  expect(complaints).not.toHaveBeenCalled();
});

/** Names that many endpoints take, in the shapes that they take them in and in others. */
const usual = [
  "customer",
  "amount",
  "currency",
  "items[0][price]",
  "items",
  "metadata",
  "price",
  "quantity",
  "subscription",
  "line_items[0][price_data][currency]",
  "limit",
  "starting_after",
  "created[gt]",
  "created",
  "invoice",
  "payment_method",
  "phases[0][items][0][price]",
  "discounts[0][coupon]",
  "trial_end",
  "features[subscription_cancel][enabled]",
];

test.each(["POST /v1/customers", "POST /v1/subscriptions", "POST /v1/invoices/none_1/pay", "GET /v1/customers"])(
  "%s is told when a body is too large, however large it is",
  async (name) => {
    const [method = "", path = ""] = name.split(" ");
    const text = "x".repeat(10 * 1_024 * 1_024);
    if (method === "GET") {
      expect((await send("GET", path, { query: `?email=${"x".repeat(8_000)}` })).status).toBe(400);
      return;
    }
    const response = await send(method, path, { body: `name=${text}` });
    expect(response.status).toBe(400);
    expect(((await response.json()) as Problem).error?.type).toBe("invalid_request_error");
  },
);
