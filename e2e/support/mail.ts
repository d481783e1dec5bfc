import { expect } from "@playwright/test";
import { mailUrl } from "./stack";

type Mail = { id: string; subject: string; text: string; links: string[]; receivedAt: string };

async function mailsTo(address: string): Promise<Mail[]> {
  const answer = await fetch(`${mailUrl}/api/messages?to=${encodeURIComponent(address)}`);
  const { data }: { data: Mail[] } = await answer.json();
  return data;
}

/** What was already read from which mail, as `use id`. */
const used = new Set<string>();

/**
 * The newest mail to this address that says so in its text and was not read for this use before; waits for it to arrive.
 * A test that asks for a second mail must not get the first one because it is still the newest.
 */
async function readMail(to: string, use: string, containing: RegExp): Promise<Mail> {
  let found: Mail | undefined;
  await expect(async () => {
    const fitting = (await mailsTo(to)).filter(({ text }) => containing.test(text));
    found = fitting.find(({ id }) => !used.has(`${use} ${id}`));
    expect(found, `a mail to ${to} that was not read yet`).toBeDefined();
  }).toPass({ timeout: 30_000 });
  if (!found) throw new Error(`There is no mail to ${to}.`);
  used.add(`${use} ${found.id}`);
  return found;
}

/** The six-digit code of the newest mail that has one. Each code is returned once. */
export async function readCode(to: string): Promise<string> {
  return codeIn(await readMail(to, "code", /\b\d{3} ?\d{3}\b/));
}

/** Like `readCode`, for mails received since then; null while there is none. */
export async function findCode(to: string, since: Date): Promise<string | null> {
  const mail = (await mailsTo(to)).find(
    ({ id, receivedAt }) => new Date(receivedAt) >= since && !used.has(`code ${id}`),
  );
  if (mail) used.add(`code ${mail.id}`);
  return mail ? codeIn(mail) : null;
}

function codeIn({ text }: Mail): string {
  return /\b(\d{3}) ?(\d{3})\b/.exec(text)?.slice(1).join("") ?? "";
}

/** The link of the newest sign-in mail. */
export async function readLink(to: string): Promise<string> {
  const { links } = await readMail(to, "link", /sign-in\/confirm/);
  const link = links.find((candidate) => candidate.includes("/sign-in/confirm"));
  if (!link) throw new Error(`The mail to ${to} has no link for signing in.`);
  return link;
}

/** The path that the newest invitation leads to. */
export async function readInvitation(to: string): Promise<string> {
  const { links } = await readMail(to, "invitation", /account\/invitations\//);
  const link = links.find((candidate) => candidate.includes("/account/invitations/"));
  if (!link) throw new Error(`The mail to ${to} has no invitation.`);
  return new URL(link).pathname;
}

/** The link that puts a replaced address back, from the notice that went there. */
export async function readUndoLink(to: string): Promise<string> {
  const { links } = await readMail(to, "undo", /mail-address\/undo/);
  const link = links.find((candidate) => candidate.includes("/mail-address/undo"));
  if (!link) throw new Error(`The notice to ${to} has no way back.`);
  return link;
}
