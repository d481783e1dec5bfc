import type { Module } from "@/lib/platform/module";

export const success = {
  name: "success",
  navigation: [
    { area: "staff", href: "/staff/customers", label: "nav.customers", section: "/staff/customers", order: 20 },
  ],
} as const satisfies Module;
