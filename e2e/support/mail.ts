import { expect } from "@playwright/test";
import { mailUrl } from "./stack";

type Mail = { subject: string; text: string; links: string[]; receivedAt: string };

async function mailsTo(address: string): Promise<Mail[]> {
  const answer = await fetch(`${mailUrl}/api/messages?to=${encodeURIComponent(address)}`);
  const { data }: { data: Mail[] } = await answer.json();
  return data;
}

/** The newest mail to this address that says so in its text; waits for it to arrive. */
async function readMail(to: string, containing: RegExp = /./): Promise<Mail> {
  let found: Mail | undefined;
  await expect(async () => {
    found = (await mailsTo(to)).find(({ text }) => containing.test(text));
    expect(found, `a mail to ${to}`).toBeDefined();
  }).toPass({ timeout: 15_000 });
  if (!found) throw new Error(`There is no mail to ${to}.`);
  return found;
}

/** The six-digit code of the newest sign-in mail. */
export async function readCode(to: string): Promise<string> {
  return codeIn(await readMail(to, /\b\d{3} ?\d{3}\b/));
}

/** The codes of all sign-in mails that have come since then, newest first. */
export async function readCodesSince(to: string, since: Date): Promise<string[]> {
  const mails = await mailsTo(to);
  return mails.filter(({ receivedAt }) => new Date(receivedAt) >= since).map(codeIn);
}

function codeIn({ text }: Mail): string {
  return /\b(\d{3}) ?(\d{3})\b/.exec(text)?.slice(1).join("") ?? "";
}

/** The link of the newest sign-in mail. */
export async function readLink(to: string): Promise<string> {
  const { links } = await readMail(to, /sign-in\/confirm/);
  const link = links.find((candidate) => candidate.includes("/sign-in/confirm"));
  if (!link) throw new Error(`The mail to ${to} has no link for signing in.`);
  return link;
}

/** The path that the newest invitation leads to. */
export async function readInvitation(to: string): Promise<string> {
  const { links } = await readMail(to, /account\/invitations\//);
  const link = links.find((candidate) => candidate.includes("/account/invitations/"));
  if (!link) throw new Error(`The mail to ${to} has no invitation.`);
  return new URL(link).pathname;
}

/** The link that puts a replaced address back, from the notice that went there. */
export async function readUndoLink(to: string): Promise<string> {
  const { links } = await readMail(to, /mail-address\/undo/);
  const link = links.find((candidate) => candidate.includes("/mail-address/undo"));
  if (!link) throw new Error(`The notice to ${to} has no way back.`);
  return link;
}
