import type { Metadata } from "next";
import { headers } from "next/headers";
import { getLocale, getTranslations } from "next-intl/server";
import { AuthCard } from "@/components/identity/auth-card";
import { toSignInError } from "@/components/identity/sign-in-error";
import { searchParameters } from "@/components/search-parameter";
import { Alert } from "@/components/ui/alert";
import { Button, buttonVariants } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { SubmitButton } from "@/components/ui/submit-button";
import { toCallbackPath } from "@/lib/identity/callback-path";
import { outsideProviderIds } from "@/lib/identity/outside-sign-in";
import { findUserByCookies } from "@/lib/identity/session";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("signIn"))("title"), robots: { index: false } };
}

export default async function SignInPage({ searchParams }: PageProps<"/sign-in">) {
  const [{ error, callbackUrl, again }, requestHeaders, locale, t] = await Promise.all([
    searchParameters(searchParams),
    headers(),
    getLocale(),
    getTranslations("signIn"),
  ]);
  const callbackPath = toCallbackPath(callbackUrl, "/sign-in");
  const user = await findUserByCookies(requestHeaders.get("cookie"));
  const problem = toSignInError(error);
  const isAddressProblem = problem === "invalid_request";

  // Some things want a fresh sign-in from whoever is signed in already.
  const isAgain = user !== null && again !== undefined;
  if (user && !problem && !isAgain) {
    return (
      <AuthCard heading={t("signedInHeading")} lead={t("signedInAs", { email: user.email })}>
        <a href={callbackPath} className={buttonVariants()}>
          {t("goOn")}
        </a>
        <form method="post" action="/sign-out">
          <Button type="submit" variant="ghost" className="w-full">
            {t("signOut")}
          </Button>
        </form>
      </AuthCard>
    );
  }
  return (
    <AuthCard heading={t(isAgain ? "againHeading" : "heading")} lead={t(isAgain ? "againLead" : "lead")}>
      {problem && !isAddressProblem ? (
        <Alert tone="bad" live>
          {t(`error.${problem}`)}
        </Alert>
      ) : null}
      <form method="post" action="/sign-in/start" className="grid gap-5">
        <input type="hidden" name="callbackUrl" value={callbackPath} />
        <input type="hidden" name="locale" value={locale} />
        <Field id="email" label={t("email")} error={isAddressProblem ? t("error.invalid_request") : undefined}>
          {(control) => (
            <Input
              {...control}
              name="email"
              type="email"
              defaultValue={isAgain ? user.email : undefined}
              autoComplete="email"
              inputMode="email"
              placeholder={t("emailPlaceholder")}
              maxLength={254}
              required
            />
          )}
        </Field>
        <SubmitButton className="w-full">{t("submit")}</SubmitButton>
      </form>
      <OutsideProviders callbackPath={callbackPath} />
    </AuthCard>
  );
}

async function OutsideProviders({ callbackPath }: { callbackPath: string }) {
  const t = await getTranslations("signIn");
  const providers = outsideProviderIds();
  if (providers.length === 0) return null;
  return (
    <form method="post" action="/sign-in/with" className="grid gap-3">
      <p className="flex items-center gap-3 text-sm text-soft-ink before:h-px before:flex-1 before:bg-line after:h-px after:flex-1 after:bg-line">
        {t("or")}
      </p>
      <input type="hidden" name="callbackUrl" value={callbackPath} />
      {providers.map((provider) => (
        <Button key={provider} type="submit" name="provider" value={provider} variant="outline">
          {t(`with.${provider}`)}
        </Button>
      ))}
    </form>
  );
}
