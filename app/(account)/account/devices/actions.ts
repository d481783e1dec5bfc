"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import { fromPublicId } from "@/lib/core/ids";
import { customerAction } from "@/lib/entry/action";
import { disconnectDevice } from "@/lib/identity/devices";

/** Signs one browser of the account out. */
export const disconnect = customerAction(z.object({ device: z.string() }), async ({ actor, account }, { device }) => {
  await disconnectDevice({ deviceId: fromPublicId("device", device), accountId: account.id, actor });
  revalidatePath("/account/devices");
});
