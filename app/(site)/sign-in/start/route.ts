import { handleSignInStart } from "@/lib/identity/sign-in-forms";

export { handleSignInStart as POST };
