import { findVisitor } from "@/lib/entry/page";
import { env } from "@/lib/platform/env";

/** `GET /sign-in/landing`: where somebody goes on after signing in who did not say where they want to go. */
export async function GET(): Promise<Response> {
  const visitor = await findVisitor();
  const location = new URL(visitor?.user.staffRole ? "/staff" : "/account", env().GATEHOUSE_URL).href;
  return new Response(null, { status: 303, headers: { Location: location, "Cache-Control": "no-store" } });
}
