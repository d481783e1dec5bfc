import { setOutboxHealth } from "@/lib/platform/metrics";
import type { Module } from "@/lib/platform/module";
import { modules } from "@/lib/runtime/modules";

const outboxes = modules.flatMap(({ outboxes = [] }: Module) => outboxes);

/** Gives every outbox its series in the metrics, before any was measured. */
export function announceOutboxes(): void {
  for (const { name } of outboxes) setOutboxHealth(name, { oldestMs: 0, due: 0, dead: 0 });
}

/** Notes in the metrics how far each outbox is behind. */
export async function measureOutboxes(): Promise<void> {
  await Promise.all(outboxes.map(async ({ name, health }) => setOutboxHealth(name, await health())));
}

/** Lets other processes go on at once with what this one has claimed and not finished. Resolves in any case: leases end. */
export async function releaseOutboxes(): Promise<void> {
  await Promise.allSettled(outboxes.map(({ release }) => release()));
}
