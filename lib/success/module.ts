import type { Module } from "@/lib/platform/module";

export const success = { name: "success" } as const satisfies Module;
