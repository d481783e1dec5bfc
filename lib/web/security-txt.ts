import { addMs, dayMs } from "@/lib/core/time";
import { systemNow } from "@/lib/platform/clock";
import { env } from "@/lib/platform/env";
import { operator } from "@/lib/web/operator";
import { publicOrigin } from "@/lib/web/origin";

/** The field has to lie less than a year ahead (RFC 9116 section 2.5.5); it is written anew with each answer. */
const validDays = 180;

/** `GET /.well-known/security.txt` (RFC 9116): where somebody who found a fault can report it. */
export async function securityTxt(_request: Request): Promise<Response> {
  const contact = env().SECURITY_CONTACT ?? operator().mail;
  const lines = [
    `Contact: ${contact.startsWith("https://") ? contact : `mailto:${contact.replace(/^mailto:/, "")}`}`,
    `Expires: ${addMs(systemNow(), validDays * dayMs).toISOString()}`,
    "Preferred-Languages: en, nl",
    `Canonical: ${publicOrigin()}/.well-known/security.txt`,
  ];
  const headers = { "Content-Type": "text/plain; charset=utf-8", "Cache-Control": "public, max-age=3600" };
  return new Response(`${lines.join("\n")}\n`, { headers });
}
