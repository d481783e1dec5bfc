import { securityTxt } from "@/lib/entry/security-txt";

export { securityTxt as GET, securityTxt as HEAD };
