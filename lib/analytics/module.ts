import { refreshRevenue } from "@/lib/analytics/refresh-revenue";
import type { Module } from "@/lib/platform/module";

declare module "@/lib/platform/module" {
  interface Sweeps {
    revenue: true;
  }
}

export const analytics = {
  name: "analytics",
  sweeps: { revenue: () => refreshRevenue() },
  navigation: [{ area: "staff", href: "/staff", label: "nav.overview", section: "/staff/revenue", order: 10 }],
} as const satisfies Module;
