import { metrics } from "@/lib/runtime/probes";

export const GET = metrics;
