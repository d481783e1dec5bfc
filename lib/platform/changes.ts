import { randomUUID } from "node:crypto";
import pg from "pg";
import { minuteMs, secondMs } from "@/lib/core/time";
import { trackBackground } from "@/lib/platform/background";
import { env } from "@/lib/platform/env";
import { logger } from "@/lib/platform/logger";
import { singleton } from "@/lib/platform/registry";

/**
 * What a process may remember of the database, and how it hears that it must read again. Triggers announce every change
 * with NOTIFY, whoever makes it; a process that can't hear them remembers nothing and reads each time.
 */
export type ChangeTopic = "claims" | "standing" | "lease";

/** What this connection is called in pg_stat_activity. */
export const listenerName = "gatehouse-changes";

const channel = "gatehouse_changes";
/** How often the way from a NOTIFY to this process is tried out, and how long that may take. */
const beatEveryMs = 10 * secondMs;
const beatTimeoutMs = 5 * secondMs;
/** However quiet it was, nothing is remembered for longer. */
const longestMs = minuteMs;
const maxRemembered = 50_000;

type Remembered = { value: Promise<unknown>; readAt: number };

type Ear = {
  client: pg.Client | null;
  /** True while announcements are known to arrive. */
  isLive: boolean;
  isClosing: boolean;
  beat: { nonce: string; heard: () => void } | null;
  timer: NodeJS.Timeout | null;
  remembered: Map<ChangeTopic, Map<string, Remembered>>;
  roundTrip: Promise<void> | null;
  nextRoundTrip: Promise<void> | null;
};

const ear = () =>
  singleton<Ear>("changes", () => ({
    client: null,
    isLive: false,
    isClosing: false,
    beat: null,
    timer: null,
    remembered: new Map(),
    roundTrip: null,
    nextRoundTrip: null,
  }));

/**
 * The value of an id, read once and kept until the database announces that it changed. Callers at the same time share
 * one read. Without a live connection to the announcements every call reads.
 */
export function remember<T>(topic: ChangeTopic, id: string, read: (id: string) => Promise<T>): Promise<T> {
  const { isLive, remembered } = ear();
  if (!isLive) return read(id);
  const values = remembered.get(topic) ?? new Map<string, Remembered>();
  remembered.set(topic, values);
  const known = values.get(id);
  if (known && Date.now() - known.readAt < longestMs) return known.value as Promise<T>;
  const value = read(id);
  const entry = { value, readAt: Date.now() };
  if (values.size >= maxRemembered) values.clear();
  values.set(id, entry);
  // A failure is nobody's answer but those who waited for it.
  value.catch(() => values.get(id) === entry && values.delete(id));
  return value;
}

/** Connects to the announcements and stays connected until `stopListening`; resolves after the first attempt. */
export async function listenForChanges(): Promise<void> {
  ear().isClosing = false;
  await connect();
}

/** Ends the connection; from then on nothing is remembered. */
export async function stopListening(): Promise<void> {
  const state = ear();
  state.isClosing = true;
  const { client } = state;
  lose(client);
  await client?.end().catch(() => undefined);
}

/** True while this process hears of changes, and therefore remembers. */
export function isListening(): boolean {
  return ear().isLive;
}

/**
 * Resolves when everything committed before the call was heard here. PostgreSQL signals its listeners before it answers
 * a commit, and sends what they have to hear before it is ready for their next query (PostgresMain and
 * AtCommit_Notify in its sources): one round trip on the listening connection is enough, and callers share it.
 */
export function changesHeard(): Promise<void> {
  const state = ear();
  if (!state.isLive || !state.client) return Promise.resolve();
  if (!state.roundTrip) {
    state.roundTrip = roundTrip(state.client).finally(() => {
      state.roundTrip = null;
    });
    return state.roundTrip;
  }
  // The one on its way may have been answered before the caller's commit: all who come meanwhile take the next.
  state.nextRoundTrip ??= state.roundTrip.then(() => {
    state.nextRoundTrip = null;
    return changesHeard();
  });
  return state.nextRoundTrip;
}

async function roundTrip(client: pg.Client): Promise<void> {
  await client.query("select 1").catch(() => lose(client));
}

async function connect(): Promise<void> {
  const state = ear();
  if (state.client || state.isClosing) return;
  const client = newClient();
  state.client = client;
  client.on("notification", ({ payload = "" }) => hear(payload));
  client.on("error", () => lose(client));
  client.on("end", () => lose(client));
  try {
    await client.connect();
    await client.query(`listen ${channel}`);
    await withClient((other) => tryOut(client, other));
  } catch (error) {
    logger().warn({ err: error }, "not listening for changes: every answer is read from the database");
    lose(client);
  }
}

/**
 * Sends a beat round and waits for it. The first one comes from another connection: a pooler that shares connections
 * between clients would let us hear ourselves and nobody else.
 */
async function tryOut(client: pg.Client, sender: pg.Client = client): Promise<void> {
  const state = ear();
  const nonce = randomUUID();
  const heard = new Promise<void>((resolve, reject) => {
    const timeout = setTimeout(() => reject(new Error("An announcement did not arrive.")), beatTimeoutMs);
    const answer = () => {
      clearTimeout(timeout);
      resolve();
    };
    state.beat = { nonce, heard: answer };
  });
  await Promise.all([heard, sender.query("select pg_notify($1, $2)", [channel, `beat:${nonce}`])]);
  if (state.client !== client) return;
  state.isLive = true;
  state.timer = setTimeout(() => trackBackground(tryOut(client).catch(() => lose(client))), beatEveryMs);
  state.timer.unref();
}

async function withClient(work: (client: pg.Client) => Promise<void>): Promise<void> {
  const client = newClient();
  client.on("error", () => undefined);
  await client.connect();
  await work(client).finally(() => client.end());
}

function newClient(): pg.Client {
  return new pg.Client({
    connectionString: env().DATABASE_URL,
    connectionTimeoutMillis: beatTimeoutMs,
    // A query on a frozen database fails after this time; the connection is given up, and its memory freed.
    query_timeout: beatTimeoutMs,
    application_name: listenerName,
  });
}

function hear(payload: string): void {
  const state = ear();
  const [topic = "", id = ""] = payload.split(":");
  if (topic === "beat") {
    if (state.beat?.nonce === id) state.beat.heard();
    return;
  }
  const values = state.remembered.get(topic as ChangeTopic);
  if (id === "*") values?.clear();
  else values?.delete(id);
}

/** Forgets everything, and tries again in a second. */
function lose(client: pg.Client | null): void {
  const state = ear();
  if (state.client !== client) return;
  state.client = null;
  state.isLive = false;
  state.remembered.clear();
  if (state.timer) clearTimeout(state.timer);
  if (!client || state.isClosing) return;
  client.end().catch(() => undefined);
  state.timer = setTimeout(() => trackBackground(connect()), secondMs);
  state.timer.unref();
}
