import { handleSignInCode } from "@/lib/identity/sign-in-forms";

export { handleSignInCode as POST };
