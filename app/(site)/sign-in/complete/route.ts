import { handleSignInCompletion } from "@/lib/identity/sign-in-forms";

export { handleSignInCompletion as POST };
