import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { getFormatter, getTranslations } from "next-intl/server";
import { AskedFacts } from "@/components/identity/asked-facts";
import { AuthCard } from "@/components/identity/auth-card";
import { browserPhrase } from "@/components/identity/browser-phrase";
import { DecisionForm } from "@/components/identity/decision-form";
import { searchParameters } from "@/components/search-parameter";
import { isAppError } from "@/lib/core/errors";
import { getSignInRequest } from "@/lib/identity/approve-sign-in";
import { systemNow } from "@/lib/platform/clock";

export async function generateMetadata(): Promise<Metadata> {
  const title = (await getTranslations("signIn.confirm"))("title");
  return { title, robots: { index: false }, referrer: "same-origin" };
}

/** Changes nothing by being opened: whoever opens it, person or scanner, decides with a button. */
export default async function ConfirmPage({ searchParams }: PageProps<"/sign-in/confirm">) {
  const { token = "" } = await searchParameters(searchParams);
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
      <AskedFacts
        facts={[
          [texts("where"), browserPhrase(request.browserName, t)],
          [
            texts("when"),
            <time key="when" dateTime={request.askedAt.toISOString()}>
              {texts("ago", { when, time })}
            </time>,
          ],
        ]}
      />
      <DecisionForm
        action="/sign-in/approve"
        yes={{ value: "approve", text: texts("approve") }}
        no={{ value: "cancel", text: texts("cancel") }}
      >
        <input type="hidden" name="token" value={token} />
      </DecisionForm>
      <p className="text-sm text-soft-ink">{texts("hint")}</p>
    </AuthCard>
  );
}
