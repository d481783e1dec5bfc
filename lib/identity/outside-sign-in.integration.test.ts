import { randomUUID } from "node:crypto";
import { expect, test, vi } from "vitest";
import { authOptions } from "@/lib/identity/auth-options";
import { nextAuthAdapter } from "@/lib/identity/internal/sign-in/next-auth-adapter";
import { findUserByCookies } from "@/lib/identity/session";
import { db } from "@/lib/platform/db";
import { FakeBrowser } from "@/tests/fake-browser";
import { newPerson } from "@/tests/oauth-dance";

// Before the imports: one of them reads the environment.
vi.hoisted(() => Object.assign(process.env, { GITHUB_CLIENT_ID: "a-client", GITHUB_CLIENT_SECRET: "a-secret" }));

const whoIsIn = async (browser: FakeBrowser) => (await findUserByCookies(browser.cookieHeader("/")))?.email ?? null;

/** GitHub as it answers when this identity signs in there; only its two requests are replaced, everything else runs. */
function gitHubSays(identity: { id: number; email: string; isVerified?: boolean }) {
  const { id, email, isVerified = true } = identity;
  authOptions().providers = authOptions().providers.map((provider) => {
    if (provider.id !== "github" || provider.type !== "oauth") return provider;
    return {
      ...provider,
      token: { url: "https://github.com/login/oauth/access_token", request: async () => ({ tokens: {} }) },
      options: {
        clientId: "a-client",
        clientSecret: "a-secret",
        allowDangerousEmailAccountLinking: true,
        userinfo: {
          url: "https://api.github.com/user",
          request: async () => ({ id, sub: String(id), name: "Ada Active", email, email_verified: isVerified }),
        },
      },
    };
  });
}

async function signInWithGitHub(browser: FakeBrowser): Promise<string> {
  const away = await browser.follow(
    await browser.post("/sign-in/with", { provider: "github", callbackUrl: "/account" }),
  );
  const state = new URL(away).searchParams.get("state") ?? "";
  return browser.follow(await browser.fetch(`/api/auth/callback/github?code=x&state=${state}`));
}

test("an outside identity belongs to its own address, whoever is signed in at that moment, whose session ends", async () => {
  const signedIn = await newPerson();
  const owner = await newPerson();
  const browser = await new FakeBrowser().signIn(signedIn.id);
  const cookieBefore = browser.cookieHeader("/");
  gitHubSays({ id: 1, email: owner.email });
  expect(await signInWithGitHub(browser)).toBe("/account");

  expect(await whoIsIn(browser)).toBe(owner.email);
  expect(await findUserByCookies(cookieBefore)).toBeNull();
  expect(await db().linkedSignIn.findMany({ select: { userId: true } })).toEqual([{ userId: owner.id }]);
  const linked = await db().auditRecord.findMany({ where: { action: "user.sign_in_linked" } });
  expect(linked).toMatchObject([{ subjectId: owner.id, actorKind: "customer" }]);
});

test("an identity that signs in several times at once is linked once, and every sign-in succeeds", async () => {
  const { id: userId } = await newPerson();
  const { linkAccount } = nextAuthAdapter();
  const identity = { provider: "github", providerAccountId: randomUUID(), userId, type: "oauth" } as const;
  await Promise.all([linkAccount?.(identity), linkAccount?.(identity), linkAccount?.(identity)]);
  expect(await db().linkedSignIn.count({ where: { userId } })).toBe(1);
  expect(await db().auditRecord.count({ where: { subjectId: userId, action: "user.sign_in_linked" } })).toBe(1);
  const { id: another } = await newPerson();
  await expect(linkAccount?.({ ...identity, userId: another })).rejects.toThrow("another person");
});

test("a linked identity signs in its person again, even where somebody else is signed in", async () => {
  const identity = { id: 2, email: `${randomUUID()}@example.com` };
  gitHubSays(identity);
  await signInWithGitHub(new FakeBrowser());
  gitHubSays({ ...identity, email: `${randomUUID()}@example.com` });
  const browser = await new FakeBrowser().signIn((await newPerson()).id);
  expect(await signInWithGitHub(browser)).toBe("/account");
  expect(await whoIsIn(browser)).toBe(identity.email);
});

test("an address that the provider has not checked signs in nobody and ends no session", async () => {
  const person = await newPerson();
  const browser = await new FakeBrowser().signIn(person.id);
  gitHubSays({ id: 3, email: (await newPerson()).email, isVerified: false });
  expect(await signInWithGitHub(browser)).toBe("/sign-in?error=EmailNotVerified");
  expect(await whoIsIn(browser)).toBe(person.email);
});
