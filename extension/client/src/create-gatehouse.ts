import { GatehouseError } from "./errors";
import type { Gatehouse, GatehouseConfig } from "./types";

/** Makes a Gatehouse for this context: service worker, popup, options page. All contexts of one profile share what they know. */
export function createGatehouse(config: GatehouseConfig): Gatehouse {
  throw new GatehouseError("misconfigured", config.server);
}
