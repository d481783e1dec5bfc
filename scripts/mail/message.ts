import { randomUUID } from "node:crypto";
import PostalMime, { type Address } from "postal-mime";

/** One caught mail, taken apart for reading. */
export interface Message {
  id: string;
  receivedAt: string;
  from: string;
  /** The recipients that the sender named to the server, which need not be those in the header. */
  to: string[];
  subject: string;
  text: string;
  /** Null for a mail without an HTML part. */
  html: string | null;
  headers: { name: string; value: string }[];
  /** Every http address of the mail, in the order in which it appears. */
  links: string[];
}

/** Takes a mail as it came over the wire apart. */
export async function parseMessage(raw: Buffer, recipients: string[]): Promise<Message> {
  const mail = await PostalMime.parse(raw);
  const text = mail.text ?? "";
  const html = mail.html ?? null;
  return {
    id: randomUUID(),
    receivedAt: new Date().toISOString(),
    from: mail.from === undefined ? "" : describeAddress(mail.from),
    to: recipients,
    subject: mail.subject ?? "",
    text,
    html,
    headers: mail.headers.map(({ originalKey, value }) => ({ name: originalKey, value })),
    links: findLinks(html, text),
  };
}

/** The addresses of links in the HTML part, or in the text of a mail without one. */
function findLinks(html: string | null, text: string): string[] {
  const found =
    html === null
      ? [...text.matchAll(/https?:\/\/[^\s<>"')\]]+/g)].map(([link]) => link)
      : [...html.matchAll(/href="(https?:\/\/[^"]+)"/g)].map(([, link = ""]) => link.replaceAll("&amp;", "&"));
  return [...new Set(found)];
}

function describeAddress(address: Address): string {
  return address.name ? `${address.name} <${address.address ?? ""}>` : (address.address ?? "");
}
