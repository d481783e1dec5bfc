import type { Module } from "@/lib/platform/module";

export const onboarding = { name: "onboarding" } as const satisfies Module;
