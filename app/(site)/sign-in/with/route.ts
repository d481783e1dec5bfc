import { handleOutsideSignIn } from "@/lib/identity/sign-in-forms";

export { handleOutsideSignIn as POST };
