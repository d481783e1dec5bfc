"use server";

import { revalidatePath } from "next/cache";
import { cookies } from "next/headers";
import { redirect } from "next/navigation";
import { z } from "zod";
import { personalName } from "@/lib/accounts/personal-name";
import { updateProfile } from "@/lib/accounts/update-profile";
import { locales } from "@/lib/core/locales";
import { customerAction } from "@/lib/entry/action";
import { signOutEverywhere } from "@/lib/identity/devices";
import { translator } from "@/lib/platform/messages";
import { localeCookie } from "@/lib/web/locale";

const yearSeconds = 365 * 24 * 60 * 60;

/** One's own name, and the language of pages and mails. Gives "Saved" in that language: the page is still in the one of before. */
export const saveProfile = customerAction(
  z.object({ name: personalName, locale: z.enum(locales) }),
  async ({ actor, account, user }, { name, locale }) => {
    await updateProfile({ actor, accountId: account.id, userId: user.id }, { user: { name, locale } });
    (await cookies()).set(localeCookie, locale, { path: "/", maxAge: yearSeconds, sameSite: "lax" });
    revalidatePath("/", "layout");
    return translator(locale, "portal")("settings.saved");
  },
);

/** What the account is called. */
export const renameAccount = customerAction(
  z.object({ name: personalName }),
  async ({ actor, account, user }, form) => {
    await updateProfile({ actor, accountId: account.id, userId: user.id }, { name: form.name });
    revalidatePath("/account", "layout");
  },
);

/** Ends every session and disconnects every browser of this person, this one too. */
export const signOutAll = customerAction(z.object({}), async ({ actor }): Promise<void> => {
  await signOutEverywhere(actor);
  redirect("/sign-in");
});
