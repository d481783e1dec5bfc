import { expect, test } from "vitest";
import { chooseAccount, findHomeAccount, listAccountPlaces } from "@/lib/accounts/home-account";
import {
  acceptInvitation,
  declineInvitation,
  findOfferedSeat,
  listInvitations,
  revokeInvitation,
} from "@/lib/accounts/invitations";
import { inviteMember } from "@/lib/accounts/invite-member";
import { listMembers } from "@/lib/accounts/members";
import { ensureUser } from "@/lib/accounts/users";
import { unseal } from "@/lib/platform/crypto";
import { db, transaction } from "@/lib/platform/db";
import { newAddress } from "@/tests/mailbox";

async function newPerson(email = newAddress(), options: { isEmailVerified?: boolean; locale?: "en" | "nl" } = {}) {
  const { isEmailVerified = true, locale = "en" } = options;
  const user = await transaction((tx) => ensureUser(tx, { email, locale, isEmailVerified }));
  const { accountId } = await db().membership.findFirstOrThrow({ where: { userId: user.id, role: "owner" } });
  return { email, userId: user.id, accountId, actor: { kind: "customer", userId: user.id, accountId } as const };
}

type Person = Awaited<ReturnType<typeof newPerson>>;
const invite = ({ actor, accountId }: Person, email: string, seats = 3) =>
  inviteMember({ actor, accountId, email, seats });
const accept = (invitationId: string, { userId }: Person, seats = 3) =>
  acceptInvitation({ invitationId, userId, seatsOf: async () => seats });
const mailsTo = (recipient: string) => db().mailMessage.findMany({ where: { recipient, kind: "invitation" } });
const refused = (code: string) => ({ code });

test("who is invited gets a mail in the language of who invites, takes the seat, and acts for that account from then on", async () => {
  const owner = await newPerson(newAddress(), { locale: "nl" });
  await db().account.update({ where: { id: owner.accountId }, data: { name: "De Drukkerij" } });
  const guest = await newPerson();
  const { invitationId } = await invite(owner, ` ${guest.email.toUpperCase()} `);
  const [mail] = await mailsTo(guest.email);
  const text = unseal(mail?.textSealed ?? "");
  expect(text).toContain(`/account/invitations/inv_${invitationId.replaceAll("-", "")}`);
  expect(text).toContain("De Drukkerij");
  expect(mail?.subject).toMatch(/uit/);
  expect(await findHomeAccount(guest.userId)).toMatchObject({ id: guest.accountId });

  expect(await accept(invitationId, guest)).toEqual({ accountId: owner.accountId });
  expect(await findHomeAccount(guest.userId)).toEqual({ id: owner.accountId, name: "De Drukkerij", role: "member" });
  expect((await listMembers(owner.accountId)).map(({ role }) => role)).toEqual(["owner", "member"]);
  expect(await listInvitations(owner.accountId)).toEqual([]);
  expect(await db().auditRecord.count({ where: { action: "membership.joined", subjectId: guest.userId } })).toBe(1);
});

test("a name from before the rule carries no address, in the mail or on the page", async () => {
  const [owner, guest] = [await newPerson(), await newPerson()];
  await db().account.update({ where: { id: owner.accountId }, data: { name: "evil.com/claim" } });
  await db().user.update({ where: { id: owner.userId }, data: { name: "Your bank evil.com\u202e" } });
  const { invitationId } = await invite(owner, guest.email);
  const [mail] = await mailsTo(guest.email);
  for (const text of [mail?.subject ?? "", unseal(mail?.textSealed ?? ""), unseal(mail?.htmlSealed ?? "")]) {
    expect(text).not.toMatch(/evil\.com|\u202e/);
    expect(text).toContain("Your bank evil. com");
  }
  expect(await findOfferedSeat({ invitationId, userId: guest.userId })).toMatchObject({
    account: "evil. com/claim",
    inviter: "Your bank evil. com",
  });
  await accept(invitationId, guest);
  expect((await listMembers(owner.accountId)).map(({ name }) => name)).toContain("Your bank evil. com");
  const places = await listAccountPlaces(guest.userId);
  expect(places.find(({ id }) => id === owner.accountId)).toMatchObject({
    name: "evil. com/claim",
    ownedBy: "Your bank evil. com",
  });
});

test("an invitation is for one address alone: for anyone else, and for who never showed that they read its mail, it does not exist", async () => {
  const [owner, other] = [await newPerson(), await newPerson()];
  const unproven = await newPerson(newAddress(), { isEmailVerified: false });
  const { invitationId } = await invite(owner, newAddress());
  const mine = await invite(owner, unproven.email);
  for (const [id, person] of [
    [invitationId, other],
    [mine.invitationId, unproven],
  ] as const) {
    expect(await findOfferedSeat({ invitationId: id, userId: person.userId })).toBeNull();
    await expect(accept(id, person)).rejects.toMatchObject(refused("not_found"));
    await expect(declineInvitation({ invitationId: id, userId: person.userId })).rejects.toMatchObject(
      refused("not_found"),
    );
  }
  expect(await listMembers(owner.accountId)).toHaveLength(1);
});

test("only the owner invites and takes an invitation back", async () => {
  const [owner, member, stranger] = [await newPerson(), await newPerson(), await newPerson()];
  await accept((await invite(owner, member.email)).invitationId, member);
  const { invitationId } = await invite(owner, newAddress());
  for (const { actor } of [member, stranger]) {
    const { accountId } = owner;
    await expect(inviteMember({ actor, accountId, email: newAddress(), seats: 9 })).rejects.toMatchObject(
      refused("forbidden"),
    );
    await expect(revokeInvitation({ actor, accountId, invitationId })).rejects.toMatchObject(refused("forbidden"));
  }
  expect(await listInvitations(owner.accountId)).toHaveLength(1);
});

test("members and offers together are never more than the seats, also when six are invited at once", async () => {
  const owner = await newPerson();
  const attempts = await Promise.allSettled(Array.from({ length: 6 }, () => invite(owner, newAddress(), 3)));
  expect(attempts.filter(({ status }) => status === "fulfilled")).toHaveLength(2);
  expect(await listInvitations(owner.accountId)).toHaveLength(2);
  await expect(invite(owner, newAddress(), 3)).rejects.toMatchObject(refused("limit_reached"));
});

test("whoever accepts when the seats have become fewer gets none, and may still do so once there is room", async () => {
  const [owner, guest] = [await newPerson(), await newPerson()];
  const { invitationId } = await invite(owner, guest.email);
  await expect(accept(invitationId, guest, 1)).rejects.toMatchObject(refused("limit_reached"));
  await accept(invitationId, guest, 2);
  expect(await listMembers(owner.accountId)).toHaveLength(2);
});

test("an invitation is accepted once, not after it was declined, taken back or ran out, and frees its seat then", async () => {
  const [owner, guest] = [await newPerson(), await newPerson()];
  const offer = async () => (await invite(owner, guest.email, 2)).invitationId;
  const [declined] = [await offer()];
  await declineInvitation({ invitationId: declined, userId: guest.userId });
  const revoked = await offer();
  await revokeInvitation({ actor: owner.actor, accountId: owner.accountId, invitationId: revoked });
  const late = await offer();
  await db().invitation.update({ where: { id: late }, data: { expiresAt: new Date(Date.now() - 1000) } });
  for (const invitationId of [declined, revoked, late]) {
    await expect(accept(invitationId, guest)).rejects.toMatchObject(refused("not_found"));
  }
  const last = await offer();
  const both = await Promise.allSettled([accept(last, guest), accept(last, guest)]);
  expect(both.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  expect(await listMembers(owner.accountId)).toHaveLength(2);
});

test("inviting the same address again sends the mail again, keeps the seat, and stops before it fills a mailbox", async () => {
  const [owner, email] = [await newPerson(), newAddress()];
  const first = await invite(owner, email, 2);
  for (let again = 0; again < 4; again += 1) expect(await invite(owner, email, 2)).toEqual(first);
  expect(await mailsTo(email)).toHaveLength(5);
  await expect(invite(owner, email, 2)).rejects.toMatchObject(refused("rate_limited"));
});

test("an account with any number of seats writes to no more than sixty addresses a day", async () => {
  const owner = await newPerson();
  for (let sent = 0; sent < 60; sent += 1) await invite(owner, newAddress(), 1_000);
  await expect(invite(owner, newAddress(), 1_000)).rejects.toMatchObject(refused("rate_limited"));
});

test("a member is not invited a second time, and what is no address is refused", async () => {
  const owner = await newPerson();
  await expect(invite(owner, owner.email)).rejects.toMatchObject(refused("conflict"));
  await expect(invite(owner, "nobody")).rejects.toMatchObject(refused("invalid_request"));
});

test("a person acts for the account they chose last, never for one that is not theirs or is closed", async () => {
  const [owner, guest, stranger] = [await newPerson(), await newPerson(), await newPerson()];
  await accept((await invite(owner, guest.email)).invitationId, guest);
  await chooseAccount({ userId: guest.userId, accountId: guest.accountId });
  expect((await listAccountPlaces(guest.userId)).map(({ id }) => id)).toEqual([guest.accountId, owner.accountId]);
  await expect(chooseAccount({ userId: stranger.userId, accountId: owner.accountId })).rejects.toMatchObject(
    refused("not_found"),
  );
  await chooseAccount({ userId: guest.userId, accountId: owner.accountId });
  expect(await findHomeAccount(guest.userId)).toMatchObject({ id: owner.accountId });
  await db().account.update({ where: { id: owner.accountId }, data: { closedAt: new Date() } });
  expect(await findHomeAccount(guest.userId)).toMatchObject({ id: guest.accountId, role: "owner" });
});
