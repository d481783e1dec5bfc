import { handleSignInState } from "@/lib/identity/sign-in-forms";

export { handleSignInState as GET };
