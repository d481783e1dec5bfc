import type Stripe from "stripe";
import { type RunningSandbox, type SandboxStart, startSandbox } from "../testing/start-sandbox";
import { sdk } from "./shop";

/** Tells one story against a sandbox of its own, and ends it whatever happens. */
export async function inSandbox(
  options: SandboxStart,
  story: (context: { sandbox: RunningSandbox; stripe: Stripe }) => Promise<void>,
): Promise<void> {
  const sandbox = await startSandbox(options);
  try {
    await story({ sandbox, stripe: sdk(sandbox) });
  } finally {
    await sandbox.stop();
  }
}
