import type { Metadata } from "next";
import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { AuthCard } from "@/components/identity/auth-card";
import { searchParameters } from "@/components/search-parameter";
import { Alert } from "@/components/ui/alert";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { SubmitButton } from "@/components/ui/submit-button";
import { deviceFormSecret } from "@/lib/identity/device-form";
import { findUserByCookies } from "@/lib/identity/session";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("deviceCode"))("title"), robots: { index: false } };
}

const explained = ["code_missing", "code_unknown", "code_expired", "code_used", "cancelled", "rate_limited"] as const;

/** Asks for the code that the extension shows on another device. A stranger signs in first and comes back. */
export default async function DeviceCodePage({ searchParams }: PageProps<"/connect/code">) {
  const [{ user_code: userCode = "", error }, requestHeaders, t] = await Promise.all([
    searchParameters(searchParams),
    headers(),
    getTranslations("deviceCode"),
  ]);
  const start = userCode ? `/oauth/device?${new URLSearchParams({ user_code: userCode })}` : "/oauth/device";
  const user = await findUserByCookies(requestHeaders.get("cookie"));
  if (!user) redirect(`/sign-in?${new URLSearchParams({ callbackUrl: start })}`);
  const secret = deviceFormSecret(requestHeaders.get("cookie"));
  const problem = error === undefined ? null : (explained.find((known) => known === error) ?? "failed");
  const isAboutCode = problem?.startsWith("code_") ?? false;

  const alert = problem ? (
    <Alert tone={problem === "cancelled" ? "notice" : "bad"} live>
      {t(`error.${problem}`)}
    </Alert>
  ) : null;
  if (secret === "") {
    return (
      <AuthCard heading={t("title")} lead={t("startLead")}>
        {alert}
        <form method="get" action="/oauth/device" className="grid">
          <SubmitButton>{t("submit")}</SubmitButton>
        </form>
      </AuthCard>
    );
  }
  return (
    <AuthCard heading={t("heading")} lead={t("lead")}>
      {isAboutCode ? null : alert}
      <form method="post" action="/oauth/device" className="grid gap-5">
        <input type="hidden" name="xsrf" value={secret} />
        <input type="hidden" name="confirm" value="yes" />
        <Field
          id="user_code"
          label={t("code")}
          hint={t("warning")}
          error={problem && isAboutCode ? t(`error.${problem}`) : undefined}
        >
          {(control) => (
            <Input
              {...control}
              name="user_code"
              defaultValue={userCode}
              autoComplete="off"
              autoCapitalize="characters"
              spellCheck={false}
              maxLength={9}
              required
              className="h-14 text-center font-mono text-2xl uppercase tracking-[0.2em]"
            />
          )}
        </Field>
        <SubmitButton className="w-full">{t("submit")}</SubmitButton>
      </form>
    </AuthCard>
  );
}
