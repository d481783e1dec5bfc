import { handleAuth } from "@/lib/identity/handle-auth";

export { handleAuth as GET, handleAuth as POST };
