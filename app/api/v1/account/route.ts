import { updateProfile, updateProfileInput } from "@/lib/accounts/update-profile";
import { billedProfile, getBilledProfile } from "@/lib/billing/account-profile";
import { bearer } from "@/lib/entry/access";
import { route } from "@/lib/entry/route";

export const GET = route({
  method: "GET",
  path: "/api/v1/account",
  summary: "The account that this device belongs to, and the person who signed in on it.",
  allow: bearer("account:read"),
  output: billedProfile,
  run: ({ actor }) => getBilledProfile(actor),
});

export const PATCH = route({
  method: "PATCH",
  path: "/api/v1/account",
  summary:
    "Changes the account's name (its owner only), or the name and language of the person. What is left out stays.",
  allow: bearer("account:write"),
  input: updateProfileInput,
  output: billedProfile,
  mutates: true,
  run: async ({ actor, input }) => {
    await updateProfile({ actor, ...actor }, input);
    return getBilledProfile(actor);
  },
});
