import { MigrationError, migrateDatabase } from "./migrate-database";
import { ownerFile, readOwnerAddress } from "./read-owner-address";

/** `npm run db:migrate`: applies what DATABASE_URL's database lacks, as MIGRATE_DATABASE_URL, which is set in .env.migrate. */
readOwnerAddress();
const { DATABASE_URL: databaseUrl, MIGRATE_DATABASE_URL: migrateDatabaseUrl } = process.env;

if (!databaseUrl || !migrateDatabaseUrl) {
  console.error(
    `Set DATABASE_URL (the app's role), and MIGRATE_DATABASE_URL (the role that owns the tables) in ${ownerFile}; see .env.migrate.example.`,
  );
  process.exit(1);
}
try {
  const applied = await migrateDatabase({ databaseUrl, migrateDatabaseUrl });
  console.log(applied.length === 0 ? "The database is up to date." : `Applied ${applied.join(", ")}.`);
} catch (error) {
  console.error(error instanceof MigrationError ? error.message : error);
  process.exit(1);
}
