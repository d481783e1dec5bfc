import { readyz } from "@/lib/entry/probes";

export const GET = readyz;
