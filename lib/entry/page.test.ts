import { IncomingMessage, ServerResponse } from "node:http";
import { Socket } from "node:net";
import type { getServerSession, NextAuthOptions } from "next-auth";
import { expect, test, vi } from "vitest";
import { z } from "zod";
import { customerAction } from "@/lib/entry/action";
import { findVisitor, requireCustomer, requireStaff } from "@/lib/entry/page";
import { sessionCookieName } from "@/lib/identity/session";
import { isDatabaseOutage } from "@/lib/platform/database-outage";

/* In these tests nothing listens where the database should be. */

type SessionArguments = Extract<Parameters<typeof getServerSession>, [{ query: unknown }, ...unknown[]]>;

const jar = vi.hoisted(() => ({ cookies: {} as Record<string, string> }));

// next-auth asks Next for the request that a page is made for, and a test has none: it is given one.
vi.mock("next-auth", async (original) => {
  const real = await original<typeof import("next-auth")>();
  const ofPage = (options: NextAuthOptions) => {
    const incoming = new IncomingMessage(new Socket());
    const request = Object.assign(incoming, { cookies: jar.cookies }) as SessionArguments[0];
    return real.getServerSession(request, new ServerResponse(incoming) as SessionArguments[1], options);
  };
  return { ...real, getServerSession: ofPage };
});
vi.mock("next/headers", () => ({ headers: async () => new Headers() }));

const enter = () => {
  jar.cookies = { [sessionCookieName()]: "a-session" };
};

test.each([
  ["findVisitor", findVisitor],
  ["requireCustomer", requireCustomer],
  ["requireStaff", () => requireStaff()],
])("%s does not take a person for signed out because their session can't be looked up", async (_name, guard) => {
  enter();
  const error = await guard().catch((thrown: unknown) => thrown);
  expect(isDatabaseOutage(error)).toBe(true);
});

test("a form is told that the database gave no answer", async () => {
  enter();
  const act = customerAction(z.object({}), async () => null);
  expect(await act(null, new FormData())).toEqual({ status: "error", code: "database_unavailable", field: null });
});

test("a stranger needs no database", async () => {
  jar.cookies = {};
  expect(await findVisitor()).toBeNull();
});
