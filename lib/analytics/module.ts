import { refreshRevenue } from "@/lib/analytics/refresh-revenue";
import type { Module } from "@/lib/platform/module";

declare module "@/lib/platform/module" {
  interface Sweeps {
    revenue: true;
  }
}

export const analytics = { name: "analytics", sweeps: { revenue: () => refreshRevenue() } } as const satisfies Module;
