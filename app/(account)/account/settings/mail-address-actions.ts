"use server";

import { revalidatePath } from "next/cache";
import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { z } from "zod";
import { followAddress } from "@/lib/billing/follow-address";
import { customerAction } from "@/lib/entry/action";
import { confirmEmailByCode } from "@/lib/identity/confirm-email-change";
import { cancelEmailChange } from "@/lib/identity/email-change";
import { sendEmailChangeAgain, startEmailChange } from "@/lib/identity/start-email-change";
import { requestSource } from "@/lib/platform/http/request-source";

const page = "/account/settings";

async function asker(): Promise<{ cookies: string | null; source: string }> {
  const asked = await headers();
  return { cookies: asked.get("cookie"), source: requestSource({ headers: asked }) };
}

/** Asks for another mail address, which gets a mail to confirm it with. */
export const askForAddress = customerAction(z.object({ email: z.string() }), async (_visitor, { email }) => {
  await startEmailChange({ ...(await asker()), email });
  revalidatePath(page);
});

/** Another link and another code for the address that was asked for. */
export const sendAddressMailAgain = customerAction(z.object({}), async () => {
  await sendEmailChangeAgain(await asker());
  revalidatePath(page);
});

/** The six digits from the mail to the new address. */
export const confirmAddress = customerAction(
  z.object({ code: z.string() }),
  async (_visitor, { code }): Promise<void> => {
    const { cookies } = await asker();
    await followAddress((alongside) => confirmEmailByCode({ cookies, code, alongside }));
    redirect(`${page}?mail=changed#mail-address`);
  },
);

/** Stays with the present address. */
export const keepAddress = customerAction(z.object({}), async (): Promise<void> => {
  await cancelEmailChange((await asker()).cookies);
  redirect(`${page}#mail-address`);
});
