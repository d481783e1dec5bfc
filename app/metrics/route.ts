import { metrics } from "@/lib/entry/probes";

export const GET = metrics;
