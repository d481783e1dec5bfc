"use server";

import { headers } from "next/headers";
import { z } from "zod";
import { requirePaidCheckout } from "@/lib/billing/checkout-return";
import { getDeviceLimit } from "@/lib/entitlements/get-device-limit";
import { customerAction } from "@/lib/entry/action";
import { buyerExtension, issueBuyerCode } from "@/lib/identity/connect-buyer";

/** A code for the extension that sent this customer to the checkout that they have just paid. */
export const connectBuyer = customerAction(
  buyerExtension.extend({ session_id: z.string() }),
  async ({ actor, account }, { session_id: sessionId, ...extension }) =>
    issueBuyerCode({
      userId: actor.userId,
      accountId: account.id,
      checkoutId: await requirePaidCheckout(account.id, sessionId),
      limit: (await getDeviceLimit(account.id)).limit,
      userAgent: (await headers()).get("user-agent"),
      extension,
    }),
);
