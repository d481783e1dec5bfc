import { sealAudit } from "@/lib/audit/seal";
import type { Module } from "@/lib/platform/module";

declare module "@/lib/platform/module" {
  interface Sweeps {
    audit: true;
  }
}

/** `sign` makes the signature over a new head of the chain; the keys belong to a module above. */
export function auditModule(sign: (hash: string) => Promise<string>) {
  return { name: "audit", sweeps: { audit: () => sealAudit(sign) } } as const satisfies Module;
}
