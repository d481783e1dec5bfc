import { expect, test } from "vitest";
import { inSandbox } from "./in-sandbox";
import { createPrice, sdk, subscribe } from "./shop";

const timeout = 30_000;
const key = { authorization: "Bearer sk_test_x" };
const form = { ...key, "content-type": "application/x-www-form-urlencoded" };

test("every bad request gets Stripe's kind of refusal, and never a 500", { timeout }, () =>
  inSandbox({}, async ({ sandbox, stripe }) => {
    const price = await createPrice(stripe);
    const call = async (method: string, path: string, body?: string, headers: Record<string, string> = form) => {
      const response = await fetch(`${sandbox.url}${path}`, { method, body, headers });
      const { error }: { error: { type: string; code?: string; param?: string; message: string } } =
        await response.json();
      return [response.status, error.type, error.code ?? null, error.param ?? null] as const;
    };
    const invalid = "invalid_request_error";
    const session = `mode=subscription&success_url=https://x.test&line_items[0][quantity]=1&line_items[0][price]=`;
    expect(await call("GET", "/v1/customers", undefined, {})).toEqual([401, invalid, null, null]);
    expect(await call("GET", "/v1/customers/cus_none")).toEqual([404, invalid, "resource_missing", "id"]);
    expect(await call("POST", "/v1/customers", "emial=x")).toEqual([400, invalid, "parameter_unknown", "emial"]);
    expect(await call("POST", "/v1/customers", "metadata[a][b]=x")).toEqual([
      400,
      invalid,
      "parameter_invalid",
      "metadata[a]",
    ]);
    expect(await call("POST", "/v1/customers", "email[a]=x")).toEqual([400, invalid, "parameter_invalid", "email"]);
    expect(await call("POST", "/v1/customers", "a[b=%zz")).toEqual([400, invalid, null, null]);
    expect(await call("POST", "/v1/customers", "{}", { ...key, "content-type": "application/json" })).toEqual([
      400,
      invalid,
      null,
      null,
    ]);
    expect(await call("POST", "/v1/customers", `name=${"x".repeat(2_000_000)}`)).toEqual([400, invalid, null, null]);
    expect(await call("POST", "/v1/products", "")).toEqual([400, invalid, "parameter_missing", "name"]);
    expect(await call("POST", "/v1/prices", "currency=eur&unit_amount=1.5")).toEqual([
      400,
      invalid,
      "parameter_invalid_integer",
      "unit_amount",
    ]);
    expect(await call("GET", "/v1/customers?limit=1000")).toEqual([400, invalid, "parameter_invalid", "limit"]);
    expect(await call("GET", "/v1/customers?starting_after=cus_none")).toEqual([
      400,
      invalid,
      "resource_missing",
      "starting_after",
    ]);
    expect(await call("GET", "/v1/products?expand[]=data.nonsense")).toEqual([400, invalid, null, "expand"]);
    expect(await call("POST", "/v1/checkout/sessions", `${session}price_none`)).toEqual([
      400,
      invalid,
      "resource_missing",
      "line_items[0][price]",
    ]);
    expect(await call("POST", "/v1/checkout/sessions", `${session}${price.id}&customer=cus_none`)).toEqual([
      400,
      invalid,
      "resource_missing",
      "customer",
    ]);
    expect(await call("POST", "/v1/checkout/sessions", `${session}${price.id}&expires_at=1`)).toEqual([
      400,
      invalid,
      null,
      "expires_at",
    ]);
    expect(await call("POST", "/v1/checkout/sessions", `${session}${price.id}&custom_text[submit][message]=x`)).toEqual(
      [501, invalid, "sandbox_not_implemented", null],
    );
    expect(await call("GET", "/v1/quotes")).toEqual([501, invalid, "sandbox_not_implemented", null]);
    expect(await call("GET", "/nowhere")).toEqual([501, invalid, "sandbox_not_implemented", null]);
    expect(await call("POST", "/_sandbox/clock", "not json")).toEqual([400, invalid, null, null]);
    expect(await call("POST", "/_sandbox/faults", '{"dorp":1}')).toEqual([400, invalid, "parameter_unknown", "dorp"]);
    expect(await call("POST", "/_sandbox/deliveries/dlv_none/replay")).toEqual([
      404,
      invalid,
      "resource_missing",
      "id",
    ]);
  }),
);

test("a live key is refused with the plain words that this is not Stripe", { timeout }, () =>
  inSandbox({}, async ({ sandbox }) => {
    await expect(sdk(sandbox, "sk_live_123").customers.list()).rejects.toMatchObject({
      statusCode: 401,
      message: expect.stringContaining("this is not Stripe"),
    });
  }),
);

test("an unknown endpoint names itself and tells the SDK not to retry", { timeout }, () =>
  inSandbox({}, async ({ stripe }) => {
    await expect(stripe.quotes.list({}, { maxNetworkRetries: 3 })).rejects.toMatchObject({
      statusCode: 501,
      message: expect.stringContaining("GET /v1/quotes"),
      headers: { "stripe-should-retry": "false" },
    });
  }),
);

test("the same idempotency key gives the same answer once more, and refuses another body", { timeout }, () =>
  inSandbox({}, async ({ sandbox, stripe }) => {
    const headers = { ...form, "idempotency-key": "order-1" };
    const post = (body: string) => fetch(`${sandbox.url}/v1/customers`, { method: "POST", body, headers });
    const [first, second] = [await post("name=Ada"), await post("name=Ada")];
    expect(await second.text()).toBe(await first.text());
    expect(second.headers.get("idempotent-replayed")).toBe("true");
    expect(first.headers.get("idempotent-replayed")).toBe(null);
    const other = await post("name=Bob");
    expect([other.status, (await other.json()).error.type]).toEqual([400, "idempotency_error"]);
    expect((await stripe.customers.list()).data).toHaveLength(1);
    const [event] = (await stripe.events.list({ type: "customer.created" })).data;
    expect(event?.request).toEqual({ id: first.headers.get("request-id"), idempotency_key: "order-1" });
  }),
);

test("a second request under a key that is still in flight gets 409", { timeout }, () =>
  inSandbox({}, async ({ sandbox, stripe }) => {
    await sandbox.setFaults({ api_latency_ms: 300 });
    const create = () => stripe.customers.create({ name: "Ada" }, { idempotencyKey: "same" });
    const outcomes = await Promise.allSettled([create(), create()]);
    const refused = outcomes.filter((outcome) => outcome.status === "rejected");
    expect(refused.map(({ reason }) => reason.statusCode)).toEqual([409]);
    expect((await stripe.customers.list()).data).toHaveLength(1);
  }),
);

test("a refused change leaves nothing behind", { timeout }, () =>
  inSandbox({}, async ({ stripe }) => {
    // The customer is written before its card turns out not to exist.
    const invoice_settings = { default_payment_method: "pm_none" };
    await expect(stripe.customers.create({ invoice_settings })).rejects.toMatchObject({ code: "resource_missing" });
    expect((await stripe.customers.list()).data).toEqual([]);
    expect((await stripe.events.list()).data).toEqual([]);
    const price = await createPrice(stripe);
    await stripe.prices.update(price.id, { lookup_key: "pro" });
    const stolen = { currency: "eur", product: String(price.product), lookup_key: "pro", unit_amount: 1 };
    await expect(stripe.prices.create(stolen)).rejects.toMatchObject({ param: "lookup_key" });
    const moved = await stripe.prices.create({ ...stolen, transfer_lookup_key: true });
    const listed = await stripe.prices.list({ lookup_keys: ["pro"] });
    expect(listed.data.map(({ id }) => id)).toEqual([moved.id]);
    expect((await stripe.prices.retrieve(price.id)).lookup_key).toBe(null);
    expect((await stripe.prices.list()).data).toHaveLength(2);
  }),
);

test("lists page in both directions without gaps, newest first", { timeout }, () =>
  inSandbox({}, async ({ stripe }) => {
    const made: string[] = [];
    for (let index = 0; index < 7; index += 1) made.unshift((await stripe.customers.create({ name: `${index}` })).id);
    const ids: string[] = [];
    for await (const customer of stripe.customers.list({ limit: 3 })) ids.push(customer.id);
    expect(ids).toEqual(made);
    const before = await stripe.customers.list({ limit: 2, ending_before: made[5] });
    expect([before.data.map(({ id }) => id), before.has_more]).toEqual([made.slice(3, 5), true]);
  }),
);

test("expansion reaches through lists and nested objects", { timeout }, () =>
  inSandbox({}, async ({ sandbox, stripe }) => {
    const { customer, session } = await subscribe(sandbox, stripe);
    const list = await stripe.subscriptions.list({
      customer: customer.id,
      expand: [
        "data.customer",
        "data.latest_invoice.payments.data.payment.payment_intent",
        "data.items.data.price.product",
      ],
    });
    expect(list.data[0]).toMatchObject({
      customer: { email: "ada@example.com" },
      latest_invoice: { payments: { data: [{ payment: { payment_intent: { status: "succeeded" } } }] } },
      items: { data: [{ price: { product: { name: "Pro" } } }] },
    });
    const withLines = await stripe.checkout.sessions.retrieve(session.id, { expand: ["line_items"] });
    expect(withLines.line_items?.data[0]).toMatchObject({ amount_total: 900, quantity: 1 });
    expect(withLines).not.toHaveProperty("subscription.id");
  }),
);

test("metadata is merged, a null key goes, and a change that changes nothing writes no event", { timeout }, () =>
  inSandbox({}, async ({ stripe }) => {
    const { id } = await stripe.customers.create({ metadata: { a: "1", b: "2" } });
    await stripe.customers.update(id, { metadata: { b: null, c: "3" } });
    expect((await stripe.customers.retrieve(id)) as object).toMatchObject({ metadata: { a: "1", c: "3" } });
    await stripe.customers.update(id, { metadata: { a: "1" } });
    const { data } = await stripe.events.list({ type: "customer.updated" });
    expect(data.map((event) => event.data.previous_attributes)).toEqual([{ metadata: { b: "2", c: null } }]);
  }),
);

test("events older than thirty days of business time are gone, as with Stripe", { timeout }, () =>
  inSandbox({}, async ({ sandbox, stripe }) => {
    await stripe.customers.create({});
    const [event] = (await stripe.events.list()).data;
    await sandbox.advanceBy(31 * 86_400);
    expect((await stripe.events.list()).data).toEqual([]);
    await expect(stripe.events.retrieve(event?.id ?? "")).rejects.toMatchObject({ code: "resource_missing" });
  }),
);
