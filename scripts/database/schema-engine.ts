import { EventEmitter } from "node:events";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { PrismaPg } from "@prisma/adapter-pg";
import { bindMigrationAwareSqlAdapterFactory, ColumnTypeEnum } from "@prisma/driver-adapter-utils";
import type { SchemaContainer, SchemaEngine } from "@prisma/schema-engine-wasm";
import * as engineModule from "@prisma/schema-engine-wasm/schema_engine_bg";
import pg from "pg";
import type { MigrationFile } from "./migration-files";

/*
 * The only file that knows Prisma's schema engine. It is an internal package of Prisma, pinned to the engine commit of
 * our Prisma version: the `prisma migrate` commands do the same work with a native program they have to download.
 */

const noFilter = { externalTables: [], externalEnums: [] };

/** What the engine says without its stack, and before it what PostgreSQL said, when it was PostgreSQL that refused. */
class SchemaEngineError extends Error {
  override name = "SchemaEngineError";

  constructor(cause: unknown, databaseError: Error | undefined) {
    const spoken = cause instanceof Error ? cause.message.split(/\n\s*0: /)[0] : String(cause);
    super(databaseError === undefined ? spoken : databaseError.message, { cause });
  }
}

/** Applies the migrations that this database lacks, in order, and returns their names. Throws the engine's own error. */
export async function applyMigrations(databaseUrl: string, migrations: MigrationFile[]): Promise<string[]> {
  return withEngine(databaseUrl, [], async (engine) => {
    const input = { migrationsList: asMigrationList(migrations), filters: noFilter };
    return (await engine.applyMigrations(input)).appliedMigrationNames;
  });
}

/** Allows a failed migration to be applied again. Right only when PostgreSQL has undone everything it did. */
export async function forgetFailedMigration(databaseUrl: string, migrationName: string): Promise<void> {
  await withEngine(databaseUrl, [], (engine) => engine.markMigrationRolledBack({ migrationName }));
}

/** Migrations recorded as failed, and those whose file has changed since it was applied. Changes nothing. */
export async function diagnoseMigrations(
  databaseUrl: string,
  migrations: MigrationFile[],
): Promise<{ failed: string[]; edited: string[] }> {
  return withEngine(databaseUrl, [], async (engine) => {
    const input = { migrationsList: asMigrationList(migrations), optInToShadowDatabase: false, filters: noFilter };
    const found = await engine.diagnoseMigrationHistory(input);
    return { failed: found.failedMigrationNames, edited: found.editedMigrationNames };
  });
}

/**
 * The SQL that turns what the migrations make into what the schema describes; empty when they agree. `shadowUrl` names
 * an empty database that the migrations may be replayed in, and that is used up by it.
 */
export async function diffMigrationsToSchema(
  shadowUrl: string,
  migrations: MigrationFile[],
  schema: SchemaContainer[],
): Promise<string> {
  return withEngine(shadowUrl, schema, async (engine) => {
    const result = await engine.diff({
      from: { tag: "migrations", ...asMigrationList(migrations) },
      to: { tag: "schemaDatamodel", files: schema },
      script: true,
      exitCode: null,
      filters: noFilter,
    });
    const script = result.stdout ?? "";
    return script.includes("This is an empty migration") ? "" : script;
  });
}

async function withEngine<T>(
  databaseUrl: string,
  schema: SchemaContainer[],
  work: (engine: SchemaEngine) => Promise<T>,
): Promise<T> {
  await loadEngine();
  const datamodels: [string, string][] = schema.map((file) => [file.path, file.content]);
  const options = { datamodels: datamodels.length > 0 ? datamodels : [fallbackSchema] };
  // Ours to end: the engine keeps an advisory lock on a connection that its own pool would hold for ten idle seconds.
  const pool = new pg.Pool({ connectionString: databaseUrl });
  let databaseError: Error | undefined;
  pool.on("connect", (client) => {
    const connection = connectionOf(client);
    carryCharAsJson(connection);
    connection.on("errorMessage", (error: Error) => {
      databaseError = error;
    });
  });
  const database = new PrismaPg(pool);
  const adapter = bindMigrationAwareSqlAdapterFactory({
    provider: database.provider,
    adapterName: database.adapterName,
    connect: () => connectForEngine(database, pool),
    connectToShadowDb: () => connectForEngine(database, pool),
  });
  const engine = await engineModule.SchemaEngine.new(options, () => {}, adapter);
  try {
    return await work(engine);
  } catch (error) {
    throw new SchemaEngineError(error, databaseError);
  } finally {
    engine.free();
    await pool.end();
  }
}

/**
 * The adapter as the engine needs it. By itself it cuts scripts at every semicolon, which breaks function bodies and
 * leaves half a migration behind; sent as one query, a script arrives as written and PostgreSQL runs it as one
 * transaction. And it does not know PostgreSQL's one-byte "char", which the catalogue is full of: `carryCharAsJson`
 * gets such a column through, here it gets its true type back. The engine reads no real JSON.
 */
async function connectForEngine(database: PrismaPg, pool: pg.Pool) {
  const adapter = await database.connect();
  adapter.executeScript = async (script) => {
    await pool.query(script);
  };
  const queryRaw = adapter.queryRaw.bind(adapter);
  adapter.queryRaw = async (query) => {
    const result = await queryRaw(query);
    const columnTypes = result.columnTypes.map((type) =>
      type === ColumnTypeEnum.Json ? ColumnTypeEnum.Character : type,
    );
    return { ...result, columnTypes };
  };
  return adapter;
}

const oid = { char: 18, json: 114 };

function carryCharAsJson(connection: EventEmitter): void {
  connection.prependListener("rowDescription", (message: { fields: { dataTypeID: number }[] }) => {
    for (const field of message.fields) if (field.dataTypeID === oid.char) field.dataTypeID = oid.json;
  });
}

/** The protocol's own events, below the library's rows. */
function connectionOf(client: pg.PoolClient): EventEmitter {
  const connection: unknown = Reflect.get(client, "connection");
  if (!(connection instanceof EventEmitter)) throw new Error("pg's client has no connection to listen to.");
  return connection;
}

let loaded: Promise<void> | undefined;

/** The package imports its .wasm file as a module, which Node does not do yet; so we instantiate it ourselves, once. */
function loadEngine(): Promise<void> {
  loaded ??= (async () => {
    const entry = createRequire(import.meta.url).resolve("@prisma/schema-engine-wasm");
    const bytes = await readFile(path.join(path.dirname(entry), "schema_engine_bg.wasm"));
    // The engine's panic hook reports here before it throws.
    Reflect.set(globalThis, "PRISMA_WASM_PANIC_REGISTRY", { set_message: (text: string) => console.error(text) });
    const { instance } = await WebAssembly.instantiate(bytes, { "./schema_engine_bg.js": importsForEngine() });
    engineModule.__wbg_set_wasm(instance.exports);
    const start = instance.exports.__wbindgen_start;
    if (typeof start !== "function") throw new Error("Prisma's schema engine has no start function.");
    start();
  })();
  return loaded;
}

/** The engine never clears the timer that bounds its wait for a lock; it must not keep our process alive meanwhile. */
function importsForEngine(): WebAssembly.ModuleImports {
  const unreferenced = (value: unknown) => {
    if (typeof value !== "function") return value;
    return (...values: unknown[]) => {
      const timer: unknown = value(...values);
      if (timer instanceof Object && "unref" in timer && typeof timer.unref === "function") timer.unref();
      return timer;
    };
  };
  const entries = Object.entries(engineModule).map(([name, value]) => [
    name,
    name.startsWith("__wbg_setTimeout") ? unreferenced(value) : value,
  ]);
  return Object.fromEntries(entries);
}

/** The engine wants a datamodel even where it only runs SQL. */
const fallbackSchema: [string, string] = ["schema.prisma", 'datasource db {\n  provider = "postgresql"\n}\n'];

function asMigrationList(migrations: MigrationFile[]) {
  return {
    baseDir: "prisma/migrations",
    lockfile: { path: "./migration_lock.toml", content: 'provider = "postgresql"\n' },
    shadowDbInitScript: "",
    migrationDirectories: migrations.map(({ name, sql }) => ({
      path: name,
      migrationFile: { path: "migration.sql", content: { tag: "ok" as const, value: sql } },
    })),
  };
}
