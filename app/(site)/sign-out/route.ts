import { handleSignOut } from "@/lib/identity/sign-in-forms";

export { handleSignOut as POST };
