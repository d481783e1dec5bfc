import { readyz } from "@/lib/runtime/probes";

export const GET = readyz;
