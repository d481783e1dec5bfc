import { handleOauth } from "@/lib/identity/handle-oauth";

export { handleOauth as GET, handleOauth as OPTIONS, handleOauth as POST };
