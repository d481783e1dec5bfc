import { getFormatter, getTranslations } from "next-intl/server";
import { TimeBar } from "@/components/demo/time-bar";
import { getBillingOverview } from "@/lib/billing/billing-overview";
import { findJourney, findNextDue, type Journey } from "@/lib/demo/time-travel";
import { findVisitor } from "@/lib/entry/page";
import { clock } from "@/lib/platform/clock";

/** The bar by which the demo's business time moves. The layout shows it in the demo alone. */
export async function DemoTimeBar() {
  const [next, journey] = [await findNextThing(), findJourney()];
  return (
    <TimeBar
      now={clock.now()}
      next={next}
      isMoving={journey !== null && journey.endedAt === null}
      news={journey ? await describeJourney(journey) : null}
    />
  );
}

/** What comes next for whoever looks: their own trial, payment or end; for anyone else, whatever the sandbox has next. */
async function findNextThing() {
  const visitor = await findVisitor();
  const own = visitor && !visitor.user.staffRole ? await getBillingOverview(visitor.account.id) : null;
  const things = [
    { what: "trial", at: own?.trialEndsAt },
    { what: "end", at: own?.endsAt },
    { what: "payment", at: own?.nextCharge?.at },
  ] as const;
  const thing = things.find(({ at }) => at && at > clock.now());
  if (thing?.at) return { what: thing.what, at: thing.at };
  const at = await findNextDue();
  return at && at > clock.now() ? { what: "any" as const, at } : null;
}

async function describeJourney({ from, to, endedAt, happened }: Journey): Promise<string | null> {
  if (!endedAt) return null;
  const [t, format] = await Promise.all([getTranslations("demoTime"), getFormatter()]);
  if (!happened) return t("failed");
  const dates = {
    from: format.dateTime(from, { dateStyle: "medium" }),
    to: format.dateTime(to, { dateStyle: "medium" }),
  };
  const parts = (["started", "paid", "failed", "refunded", "ended"] as const)
    .filter((key) => happened[key] > 0)
    .map((key) => t(`happened.${key}`, { count: happened[key] }));
  return t("news", { ...dates, what: parts.length > 0 ? format.list(parts) : t("happened.nothing") });
}
