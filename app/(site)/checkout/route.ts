import { startCheckout } from "@/lib/billing/checkout";
import { findPrice } from "@/lib/catalog/prices";
import { isAppError } from "@/lib/core/errors";
import { isLocale, localizedPath, toLocale } from "@/lib/core/locales";
import { findVisitor } from "@/lib/entry/page";
import { isDatabaseOutage } from "@/lib/platform/database-outage";
import { env } from "@/lib/platform/env";
import { readBody } from "@/lib/platform/http/body";
import { toAppError } from "@/lib/platform/http/problem";
import { requestSource } from "@/lib/platform/http/request-source";
import { requireSameOrigin } from "@/lib/platform/http/same-origin";
import { logger } from "@/lib/platform/logger";
import { recordRefusal, refusedFor } from "@/lib/platform/refusals";
import { localeCookie } from "@/lib/web/locale";

const maxFormBytes = 4 * 1024;

/** `POST /checkout`: the buttons of the pricing page. Leads to the hosted checkout, by way of signing in where needed. */
export async function POST(request: Request): Promise<Response> {
  return attempt(request, async () => {
    requireSameOrigin(request);
    return openCheckout(new URLSearchParams(new TextDecoder().decode(await readBody(request, maxFormBytes))));
  });
}

/**
 * `GET /checkout`: the way on after signing in. Only a step of our own pages opens a checkout; a link from elsewhere
 * leads to the prices, because nobody should find an order open that they did not ask for.
 */
export async function GET(request: Request): Promise<Response> {
  const order = new URL(request.url).searchParams;
  if (request.headers.get("sec-fetch-site") !== "same-origin") return redirect(pricesOf(request, order));
  return attempt(request, () => openCheckout(order));
}

async function openCheckout(order: URLSearchParams): Promise<Response> {
  const priceKey = order.get("price") ?? "";
  const quantity = order.get("quantity");
  const locale = order.get("locale");
  const visitor = await findVisitor();
  if (!visitor) {
    const again = new URLSearchParams({
      price: priceKey,
      ...(quantity && { quantity }),
      ...(isLocale(locale) && { locale }),
    });
    return redirect(`/sign-in?${new URLSearchParams({ callbackUrl: `/checkout?${again}` })}`);
  }
  try {
    const { url } = await startCheckout({
      actor: visitor.actor,
      accountId: visitor.account.id,
      priceKey,
      // The checkout speaks the language of the page before it, also where the person's mails are in another.
      locale: isLocale(locale) ? locale : visitor.user.locale,
      ...(quantity && { quantity: Number(quantity) }),
    });
    return redirect(url);
  } catch (error) {
    // A customer who turns out to have a plan after signing in still wants the one they chose.
    if (!isAppError(error, "already_subscribed")) throw error;
    return redirect(`/account/subscription?${new URLSearchParams({ switch: priceKey })}`);
  }
}

/** A refusal is noted for staff and leads to a page that explains it. */
async function attempt(request: Request, run: () => Promise<Response>): Promise<Response> {
  try {
    return await run();
  } catch (error) {
    if (isDatabaseOutage(error)) throw error;
    const refusal = toAppError(error);
    if (refusal.code === "forbidden") return redirect("/account?notice=forbidden");
    const where = `${request.method} /checkout`;
    if (refusal.status >= 500) logger().error({ err: error, where }, "a checkout could not be opened");
    else {
      const accountId = (await findVisitor())?.account.id ?? null;
      const whose = refusedFor(accountId, requestSource(request));
      recordRefusal({ kind: refusal.code, where, detail: refusal.message, ...whose });
    }
    return redirect(pricesOf(request, new URLSearchParams({ notice: refusal.code })));
  }
}

/** The pricing page in the visitor's language, showing what was asked for. */
function pricesOf(request: Request, order: URLSearchParams): string {
  const language = new RegExp(`(?:^|; )${localeCookie}=(\\w+)`).exec(request.headers.get("cookie") ?? "")?.[1];
  const price = findPrice(order.get("price") ?? "");
  const shown = new URLSearchParams(price ? { interval: price.interval, currency: price.currency } : {});
  const notice = order.get("notice");
  if (notice) shown.set("notice", notice);
  return `${localizedPath("/pricing", toLocale(language))}${shown.size > 0 ? `?${shown}` : ""}`;
}

function redirect(to: string): Response {
  const headers = { Location: new URL(to, env().GATEHOUSE_URL).href, "Cache-Control": "no-store" };
  return new Response(null, { status: 303, headers });
}
