import { randomUUID } from "node:crypto";
import { afterAll, inject } from "vitest";
import { dropDatabase, ensureDatabase } from "../scripts/postgres/ensure-database";

/*
 * Gives each test file a migrated database of its own, before anything of lib is imported: files run side by side and
 * none sees another's rows.
 */
const superuserUrl = inject("superuserUrl");
const name = `test_${inject("runId")}_${randomUUID().slice(0, 8)}`;
const { databaseUrl, migrateDatabaseUrl } = await ensureDatabase(superuserUrl, {
  name,
  template: inject("templateDatabase"),
});
process.env.DATABASE_URL = databaseUrl;
process.env.MIGRATE_DATABASE_URL = migrateDatabaseUrl;

// Registered first, so it runs last: connections that a test file leaves open are ended with the database.
afterAll(() => dropDatabase(superuserUrl, name));
