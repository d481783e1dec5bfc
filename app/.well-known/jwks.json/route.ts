import { handleJwks } from "@/lib/identity/jwks-endpoint";

export { handleJwks as GET, handleJwks as HEAD };
