import { findVisitor } from "@/lib/entry/page";
import { env } from "@/lib/platform/env";

/** `GET /sign-in/landing`: where a sign-in without a callback path leads: staff to the staff pages, customers to their account. */
export async function GET(): Promise<Response> {
  const visitor = await findVisitor();
  const location = new URL(visitor?.user.staffRole ? "/staff" : "/account", env().GATEHOUSE_URL).href;
  return new Response(null, { status: 303, headers: { Location: location, "Cache-Control": "no-store" } });
}
