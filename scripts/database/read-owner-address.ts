import { existsSync } from "node:fs";
import path from "node:path";
import { projectRoot } from "../project-root";

/** The one file that holds the address of the database's owner. */
export const ownerFile = ".env.migrate";

/**
 * Loads `.env.migrate` into this process's environment; variables that are already set win. Only migrations do this: a server
 * that finds the owner's address in its environment refuses to start.
 */
export function readOwnerAddress(folder: string = projectRoot): void {
  const file = path.join(folder, ownerFile);
  if (existsSync(file)) process.loadEnvFile(file);
}
