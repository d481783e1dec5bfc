import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { migrationsDir, readMigrations, readSchema } from "./migration-files";
import { diffMigrationsToSchema } from "./schema-engine";
import { withShadowDatabase } from "./shadow-database";

/** `npm run db:migration -- NAME`: writes the migration that leads from the existing ones to prisma/schema. */
const name = (process.argv[2] ?? "")
  .trim()
  .toLowerCase()
  .replaceAll(/[^a-z0-9]+/g, "_");

if (name === "") {
  console.error("Usage: npm run db:migration -- NAME");
  process.exit(1);
}
const sql = await withShadowDatabase((urls) =>
  diffMigrationsToSchema(urls.migrateDatabaseUrl, readMigrations(), readSchema()),
);
if (sql === "") {
  console.log("The migrations already make what the schema describes.");
} else {
  const stamp = new Date().toISOString().replaceAll(/\D/g, "").slice(0, 14);
  const folder = path.join(migrationsDir, `${stamp}_${name}`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, "migration.sql"), sql);
  writeFileSync(path.join(migrationsDir, "migration_lock.toml"), 'provider = "postgresql"\n');
  console.log(`Wrote prisma/migrations/${path.basename(folder)}/migration.sql. Read it before you commit it.`);
}
