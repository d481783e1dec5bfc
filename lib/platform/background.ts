import { logger } from "@/lib/platform/logger";
import { singleton } from "@/lib/platform/registry";

const running = () => singleton("background", () => new Set<Promise<unknown>>());

/** Lets work go on after the answer was given; a failure is logged, and a shutdown waits for it. */
export function trackBackground(work: Promise<unknown>): void {
  const tracked = work
    .catch((error: unknown) => logger().error({ err: error }, "work in the background failed"))
    .finally(() => running().delete(tracked));
  running().add(tracked);
}

/** Resolves when no work is left in the background. */
export async function backgroundIdle(): Promise<void> {
  while (running().size > 0) await Promise.all(running());
}
