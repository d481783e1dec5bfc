import { handleSignInDecision } from "@/lib/identity/sign-in-forms";

export { handleSignInDecision as POST };
