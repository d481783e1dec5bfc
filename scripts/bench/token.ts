import { db } from "@/lib/platform/db";
import { signInDevice } from "../../tests/device-access";
import { subscriptionRow } from "../../tests/subscription-row";

/** An access token of a device whose account pays for Pro. */
export async function createBenchToken(): Promise<string> {
  const { token, accountId } = await signInDevice();
  await db().subscription.create({ data: subscriptionRow({ accountId }) });
  return token;
}
