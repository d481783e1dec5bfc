import { existsSync } from "node:fs";
import path from "node:path";
import { projectRoot } from "../project-root";

/** The one file that holds the address of the database's owner. */
export const ownerFile = ".env.migrate";

/**
 * Takes what `.env.migrate` says into this process's environment; what is set there already stays. Migrating alone does this: a
 * server that holds the owner's address does not start.
 */
export function readOwnerAddress(folder: string = projectRoot): void {
  const file = path.join(folder, ownerFile);
  if (existsSync(file)) process.loadEnvFile(file);
}
