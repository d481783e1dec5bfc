import { readMigrations, readSchema } from "./migration-files";
import { diffMigrationsToSchema } from "./schema-engine";
import { withShadowDatabase } from "./shadow-database";

/** A step of `npm run check`: the migrations make exactly what prisma/schema describes. */
const missing = await withShadowDatabase((urls) =>
  diffMigrationsToSchema(urls.migrateDatabaseUrl, readMigrations(), readSchema()),
);
if (missing !== "") {
  console.error(`prisma/schema and prisma/migrations disagree. Run: npm run db:migration -- NAME\n\n${missing}`);
  process.exit(1);
}
