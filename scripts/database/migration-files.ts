import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { projectRoot } from "../project-root";

/** One migration: the folder's name, which orders it, and its SQL. */
export interface MigrationFile {
  name: string;
  sql: string;
}

export const migrationsDir = path.join(projectRoot, "prisma", "migrations");
const schemaDir = path.join(projectRoot, "prisma", "schema");

/** All migrations of the folder in the order in which they are applied. */
export function readMigrations(folder = migrationsDir): MigrationFile[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort()
    .map((name) => ({ name, sql: readFileSync(path.join(folder, name, "migration.sql"), "utf8") }));
}

/** The files of the Prisma schema, those in folders too, in a stable order. */
export function readSchema(folder = schemaDir): { path: string; content: string }[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".prisma"))
    .sort()
    .map((name) => ({ path: path.join(folder, name), content: readFileSync(path.join(folder, name), "utf8") }));
}

/** The module of lib that owns a file of the schema, and alone writes its tables: `<module>.prisma` or `<module>/….prisma`. */
export function ownerOfSchemaFile(file: string, folder = schemaDir): string {
  return (path.relative(folder, file).split(path.sep)[0] ?? "").replace(/\.prisma$/, "");
}
