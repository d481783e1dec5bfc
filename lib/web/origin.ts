import { env } from "@/lib/platform/env";

/** The address that people and extensions know this deployment by. */
export function publicOrigin(): string {
  return env().GATEHOUSE_URL;
}
