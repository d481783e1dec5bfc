import { randomUUID } from "node:crypto";
import { expect, test, vi } from "vitest";
import { AppError } from "@/lib/core/errors";
import { withIdempotency } from "@/lib/entry/idempotency";
import { DatabaseOutage } from "@/lib/platform/database-outage";
import { db } from "@/lib/platform/db";
import type { Answer } from "@/lib/platform/http/answer";

function request(key: string | null): Request {
  const headers = new Headers(key === null ? {} : { "Idempotency-Key": key });
  return new Request("http://gatehouse.test/api/v1/usage", { method: "POST", headers });
}
function answer(output: unknown, status = 200): Answer {
  return { status, headers: { "Content-Type": "application/json" }, body: JSON.stringify(output) };
}
const bytes = (text: string) => new TextEncoder().encode(text);

test("a repeat gets the first answer byte for byte and has no second effect", async () => {
  const key = randomUUID();
  let runs = 0;
  const run = async () => answer({ runs: ++runs, note: "é" }, 201);
  const first = await withIdempotency(request(key), "device", bytes("{}"), run);
  const second = await withIdempotency(request(key), "device", bytes("{}"), run);
  expect([second.status, second.body]).toEqual([first.status, first.body]);
  expect(second.headers["Idempotency-Replayed"]).toBe("true");
  expect(runs).toBe(1);
});

test("of many at once with one key exactly one runs; the others are told that it is in flight", async () => {
  const key = randomUUID();
  const refusals: string[] = [];
  let runs = 0;
  let finish = () => {};
  const othersWereRefused = new Promise<void>((resolve) => {
    finish = resolve;
  });
  const run = async () => {
    runs += 1;
    await othersWereRefused;
    return answer({});
  };
  const attempt = () =>
    withIdempotency(request(key), "device", bytes("{}"), run).catch((error: AppError) => {
      if (refusals.push(error.code) === 7) finish();
    });
  await Promise.all(Array.from({ length: 8 }, attempt));
  expect(runs).toBe(1);
  expect(refusals).toEqual(Array(7).fill("idempotency_in_flight"));
});

test("a key whose request an outage of the database cut off is free as soon as the database answers", async () => {
  const outage = new DatabaseOutage("no answer");
  const key = randomUUID();
  vi.spyOn(db().idempotencyRecord, "deleteMany").mockRejectedValueOnce(outage);
  const attempt = (run: () => Promise<Answer>) => withIdempotency(request(key), "device", bytes("{}"), run);
  await expect(attempt(() => Promise.reject(outage))).rejects.toBe(outage);
  await vi.waitFor(async () => expect((await attempt(async () => answer({}))).status).toBe(200), { timeout: 10_000 });
});

test("who fails after another took the key over gives nothing back", async () => {
  const key = randomUUID();
  const late = withIdempotency(request(key), "device", bytes("{}"), async () => {
    await db().idempotencyRecord.updateMany({ data: { lockedUntil: new Date(0) }, where: { state: "in_flight" } });
    expect((await withIdempotency(request(key), "device", bytes("{}"), async () => answer({}, 202))).status).toBe(202);
    await db().idempotencyRecord.updateMany({ data: { state: "in_flight" }, where: { state: "done", status: 202 } });
    throw new Error("too late");
  });
  await expect(late).rejects.toThrow("too late");
  expect(await db().idempotencyRecord.count({ where: { state: "in_flight", status: 202 } })).toBe(1);
});

test("the same key with another body is refused", async () => {
  const key = randomUUID();
  await withIdempotency(request(key), "device", bytes('{"amount":1}'), async () => answer({}));
  const second = withIdempotency(request(key), "device", bytes('{"amount":2}'), async () => answer({}));
  await expect(second).rejects.toMatchObject({ code: "idempotency_key_reused" });
});

test("two callers may use the same key without meeting", async () => {
  const key = randomUUID();
  const [mine, yours] = await Promise.all(
    ["mine", "yours"].map((caller) =>
      withIdempotency(request(key), caller, bytes("{}"), async () => answer({ caller })),
    ),
  );
  expect([mine?.body, yours?.body]).toEqual(['{"caller":"mine"}', '{"caller":"yours"}']);
});

test("a missing key is refused before anything runs", async () => {
  await expect(withIdempotency(request(null), "device", bytes("{}"), async () => answer({}))).rejects.toMatchObject({
    code: "idempotency_key_missing",
  });
});

test("a failure of ours releases the key, so that a retry can succeed", async () => {
  const key = randomUUID();
  const failing = withIdempotency(request(key), "device", bytes("{}"), async () => {
    throw new AppError("unavailable", "Not now.");
  });
  await expect(failing).rejects.toMatchObject({ code: "unavailable" });
  const retried = await withIdempotency(request(key), "device", bytes("{}"), async () => answer({ ok: true }));
  expect(retried.body).toBe('{"ok":true}');
});

test("a claim whose process died can be taken over after its minute", async () => {
  const key = randomUUID();
  const hung = withIdempotency(request(key), "device", bytes("{}"), () => new Promise<Answer>(() => undefined));
  hung.catch(() => undefined);
  await expect.poll(() => db().idempotencyRecord.count({ where: { state: "in_flight" } })).toBeGreaterThan(0);
  await db().idempotencyRecord.updateMany({ where: { state: "in_flight" }, data: { lockedUntil: new Date(0) } });
  const taken = await withIdempotency(request(key), "device", bytes("{}"), async () => answer({ taken: true }));
  expect(taken.body).toBe('{"taken":true}');
});

test("a kept answer can't be read in the database", async () => {
  await withIdempotency(request(randomUUID()), "device", bytes("{}"), async () => answer({ secret: "open sesame" }));
  const kept = await db().idempotencyRecord.findMany({ where: { state: "done" } });
  expect(kept.map((record) => record.bodySealed).join()).not.toContain("open sesame");
});
