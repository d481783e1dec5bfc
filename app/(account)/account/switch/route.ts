import { chooseAccount } from "@/lib/accounts/home-account";
import { isAppError } from "@/lib/core/errors";
import { fromPublicId } from "@/lib/core/ids";
import { findVisitor } from "@/lib/entry/page";
import { env } from "@/lib/platform/env";
import { readBody } from "@/lib/platform/http/body";
import { requestSource } from "@/lib/platform/http/request-source";
import { requireSameOrigin } from "@/lib/platform/http/same-origin";
import { recordRefusal, refusedFor } from "@/lib/platform/refusals";

const maxFormBytes = 1024;

/** `POST /account/switch`: for which of several accounts somebody acts from now on. Leads to that account. */
export async function POST(request: Request): Promise<Response> {
  try {
    requireSameOrigin(request);
    const form = new URLSearchParams(new TextDecoder().decode(await readBody(request, maxFormBytes)));
    const accountId = fromPublicId("account", form.get("account") ?? "");
    const visitor = await findVisitor();
    if (visitor) await chooseAccount({ userId: visitor.user.id, accountId });
  } catch (error) {
    if (!isAppError(error)) throw error;
    const whose = refusedFor((await findVisitor())?.account.id ?? null, requestSource(request));
    recordRefusal({ kind: error.code, where: "/account/switch", detail: error.message, ...whose });
  }
  const headers = { Location: new URL("/account", env().GATEHOUSE_URL).href, "Cache-Control": "no-store" };
  return new Response(null, { status: 303, headers });
}
