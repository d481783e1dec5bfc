import { randomUUID } from "node:crypto";
import { unseal } from "@/lib/platform/crypto";
import { db } from "@/lib/platform/db";

/** A mail address that nobody has. */
export const newAddress = () => `${randomUUID()}@example.com`;

/** The newest mail to an address, and what opens something in it; empty where there is none. */
export async function readMail(to: string) {
  const mail = await db().mailMessage.findFirst({ where: { recipient: to }, orderBy: { createdAt: "desc" } });
  const text = mail?.textSealed ? unseal(mail.textSealed) : "";
  return {
    kind: mail?.kind ?? null,
    text,
    code: /(\d{3} \d{3})/.exec(text)?.[1] ?? "",
    token: /token=([\w-]+)/.exec(text)?.[1] ?? "",
  };
}
