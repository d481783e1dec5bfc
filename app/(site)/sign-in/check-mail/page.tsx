import type { Metadata } from "next";
import { headers } from "next/headers";
import { getLocale, getTranslations } from "next-intl/server";
import { AuthCard } from "@/components/identity/auth-card";
import { CodeField } from "@/components/identity/code-field";
import { toSignInError } from "@/components/identity/sign-in-error";
import { ResendButton, WaitingRoom } from "@/components/identity/waiting-room";
import { searchParameters } from "@/components/search-parameter";
import { ClientTexts } from "@/components/texts/client-texts";
import { Alert } from "@/components/ui/alert";
import { buttonVariants } from "@/components/ui/button";
import { Separator } from "@/components/ui/separator";
import { SubmitButton } from "@/components/ui/submit-button";
import { readSignInState, type WaitingState } from "@/lib/identity/complete-sign-in";
import { browserSecretOf } from "@/lib/identity/sign-in-forms";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("signIn.checkMail"))("title"), robots: { index: false } };
}

export default async function CheckMailPage({ searchParams }: PageProps<"/sign-in/check-mail">) {
  const [{ error }, requestHeaders, t] = await Promise.all([
    searchParameters(searchParams),
    headers(),
    getTranslations("signIn.checkMail"),
  ]);
  const waiting = await readSignInState(browserSecretOf(requestHeaders.get("cookie")));
  if (waiting?.state === "waiting") return <Waiting waiting={waiting} error={error} />;
  if (waiting?.state === "approved") {
    return (
      <AuthCard heading={t("approvedTitle")} lead={t("approvedText")}>
        <form method="post" action="/sign-in/complete" className="grid">
          <SubmitButton>{t("continue")}</SubmitButton>
        </form>
      </AuthCard>
    );
  }
  const state = waiting?.state ?? "unknown";
  return (
    <AuthCard heading={t(`${state}Title`)} lead={t(`${state}Text`)}>
      <a href={startAgain(waiting)} className={buttonVariants()}>
        {t("startAgain")}
      </a>
    </AuthCard>
  );
}

async function Waiting({ waiting, error }: { waiting: WaitingState; error: string | undefined }) {
  const [t, texts, locale] = await Promise.all([
    getTranslations("signIn"),
    getTranslations("signIn.checkMail"),
    getLocale(),
  ]);
  const problem = toSignInError(waiting.canTypeCode ? error : "code_exhausted");
  const isCodeProblem = problem === "code_wrong";
  return (
    <AuthCard
      heading={texts("title")}
      lead={texts.rich("lead", { email: () => <strong className="break-words text-ink">{waiting.email}</strong> })}
    >
      {problem && !isCodeProblem ? (
        <Alert tone="bad" live>
          {t(`error.${problem}`)}
        </Alert>
      ) : null}
      {waiting.canTypeCode ? (
        <form method="post" action="/sign-in/code" className="grid gap-4">
          <CodeField id="code" label={texts("code")} error={isCodeProblem ? t("error.code_wrong") : null} />
          <SubmitButton className="w-full">{texts("submit")}</SubmitButton>
        </form>
      ) : null}
      <ClientTexts namespaces={["signIn.checkMail"]}>
        <WaitingRoom />
      </ClientTexts>
      <noscript>
        <p className="text-sm text-soft-ink">{texts("noScript")}</p>
      </noscript>
      <Separator />
      <form method="post" action="/sign-in/start" className="grid justify-items-start gap-4">
        <input type="hidden" name="email" value={waiting.email} />
        <input type="hidden" name="callbackUrl" value={waiting.callbackPath} />
        <input type="hidden" name="locale" value={locale} />
        <ClientTexts namespaces={["signIn.checkMail"]}>
          <ResendButton />
        </ClientTexts>
        <a href={startAgain(waiting)} className="rounded-control text-sm font-medium underline underline-offset-4">
          {texts("wrongAddress")}
        </a>
      </form>
      <p className="text-sm text-soft-ink">{texts("noMail")}</p>
    </AuthCard>
  );
}

function startAgain(waiting: WaitingState | null): string {
  return waiting ? `/sign-in?${new URLSearchParams({ callbackUrl: waiting.callbackPath })}` : "/sign-in";
}
