import { defineConfig } from "prisma/config";

/** Where Prisma's own commands find the schema. They connect as the migrating role, never as the application. */
export default defineConfig({
  schema: "prisma/schema",
  migrations: { path: "prisma/migrations" },
  datasource: { url: process.env.MIGRATE_DATABASE_URL ?? "" },
});
