/// <reference types="chrome" />
import { createGatehouse, type GatehouseConfig } from "../../client/src/index";

/** The server's address and the roots that it vouches with; scripts/extension/build-sample.ts writes them in. */
declare const GATEHOUSE: GatehouseConfig;

/** The one Gatehouse of this page or worker. All of them share what they know. */
export const gatehouse = createGatehouse(GATEHOUSE);
