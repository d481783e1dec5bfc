import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { getFormatter, getTranslations } from "next-intl/server";
import { AuthCard } from "@/components/identity/auth-card";
import { browserPhrase } from "@/components/identity/browser-phrase";
import { Button } from "@/components/ui/button";
import { SubmitButton } from "@/components/ui/submit-button";
import { isAppError } from "@/lib/core/errors";
import { getSignInRequest } from "@/lib/identity/approve-sign-in";
import { systemNow } from "@/lib/platform/clock";

export async function generateMetadata(): Promise<Metadata> {
  const title = (await getTranslations("signIn.confirm"))("title");
  return { title, robots: { index: false }, referrer: "same-origin" };
}

type Props = { searchParams: Promise<{ token?: string }> };

/** Changes nothing by being opened: whoever opens it, person or scanner, decides with a button. */
export default async function ConfirmPage({ searchParams }: Props) {
  const { token = "" } = await searchParams;
  const request = await getSignInRequest(token).catch((error: unknown) => {
    if (isAppError(error)) redirect(`/sign-in/confirmed?error=${error.code}`);
    throw error;
  });
  const [t, texts, format] = await Promise.all([
    getTranslations("signIn"),
    getTranslations("signIn.confirm"),
    getFormatter(),
  ]);
  const when = format.relativeTime(request.askedAt, systemNow());
  const time = format.dateTime(request.askedAt, { timeStyle: "short" });
  return (
    <AuthCard heading={texts("title")} lead={texts("lead", { email: request.email })}>
      <dl className="grid gap-3 rounded-control bg-sunken p-4 text-[0.9375rem]">
        <div className="flex justify-between gap-4">
          <dt className="text-soft-ink">{texts("where")}</dt>
          <dd className="text-right font-semibold">{browserPhrase(request.browserName, t)}</dd>
        </div>
        <div className="flex justify-between gap-4">
          <dt className="text-soft-ink">{texts("when")}</dt>
          <dd className="text-right font-semibold">
            <time dateTime={request.askedAt.toISOString()}>{texts("ago", { when, time })}</time>
          </dd>
        </div>
      </dl>
      <form method="post" action="/sign-in/approve" className="grid gap-3">
        <input type="hidden" name="token" value={token} />
        <SubmitButton name="decision" value="approve">
          {texts("approve")}
        </SubmitButton>
        <Button type="submit" name="decision" value="cancel" variant="outline">
          {texts("cancel")}
        </Button>
      </form>
      <p className="text-sm text-soft-ink">{texts("hint")}</p>
    </AuthCard>
  );
}
