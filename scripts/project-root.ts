import path from "node:path";
import { fileURLToPath } from "node:url";

/** The root of the checkout, whatever the working directory is. */
export const projectRoot = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");

/** Where everything lives that the scripts make and that may be deleted at any time. */
export const stateDir = path.join(projectRoot, ".gatehouse");
