import { expect, test, vi } from "vitest";
import { GET } from "@/app/(site)/sign-in/landing/route";
import { landingPath, toCallbackPath } from "@/lib/identity/callback-path";

let staffRole: string | null = null;
let isSignedIn = true;

// Who is signed in is read from the request that Next holds, which there is none of here.
vi.mock("@/lib/entry/page", () => ({ findVisitor: async () => (isSignedIn ? { user: { staffRole } } : null) }));

const landing = async () => new URL((await GET()).headers.get("location") ?? "").pathname;

test("whoever did not say where to go on lands on the pages of their work, and a customer on their account", async () => {
  for (const nothing of [undefined, null, ""]) expect(await toCallbackPath(nothing, "/sign-in")).toBe(landingPath);
  expect(await landing()).toBe("/account");
  staffRole = "viewer";
  expect(await landing()).toBe("/staff");
  isSignedIn = false;
  expect(await landing()).toBe("/account");
});

test("whoever said where goes there, staff too", async () => {
  expect(await toCallbackPath("/account", "/sign-in")).toBe("/account");
});
