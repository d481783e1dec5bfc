import { seed } from "@/prisma/seed";

/** Fills an empty demo or test with people and their history, through the same doors that customers use. */
await seed();
process.exit(0);
