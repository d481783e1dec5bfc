import { healthz } from "@/lib/runtime/probes";

export const GET = healthz;
