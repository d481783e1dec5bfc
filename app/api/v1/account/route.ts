import { accountProfile, getAccountProfile } from "@/lib/accounts/account-profile";
import { bearer } from "@/lib/entry/access";
import { route } from "@/lib/entry/route";

export const GET = route({
  method: "GET",
  path: "/api/v1/account",
  summary: "The account that this device belongs to, and the person who signed in on it.",
  allow: bearer("account:read"),
  output: accountProfile,
  run: ({ actor }) => getAccountProfile(actor),
});
