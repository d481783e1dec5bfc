import { expect, test, vi } from "vitest";
import { GET } from "@/app/(site)/sign-in/landing/route";
import { landingPath, toCallbackPath } from "@/lib/identity/callback-path";

let staffRole: string | null = null;
let isSignedIn = true;

// Who is signed in is read from the request that Next holds, which there is none of here.
vi.mock("@/lib/entry/page", () => ({ findVisitor: async () => (isSignedIn ? { user: { staffRole } } : null) }));

const landing = async () => new URL((await GET()).headers.get("location") ?? "").pathname;

test("without a callback path, staff land on the staff pages and customers on their account", async () => {
  for (const nothing of [undefined, null, ""]) expect(await toCallbackPath(nothing, "/sign-in")).toBe(landingPath);
  expect(await landing()).toBe("/account");
  staffRole = "viewer";
  expect(await landing()).toBe("/staff");
  isSignedIn = false;
  expect(await landing()).toBe("/account");
});

test("a given callback path is followed, for staff too", async () => {
  expect(await toCallbackPath("/account", "/sign-in")).toBe("/account");
});
