import { healthz } from "@/lib/entry/probes";

export const GET = healthz;
