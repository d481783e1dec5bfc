import { securityTxt } from "@/lib/web/security-txt";

export { securityTxt as GET, securityTxt as HEAD };
