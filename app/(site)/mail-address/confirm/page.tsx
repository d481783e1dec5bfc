import type { Metadata } from "next";
import { headers } from "next/headers";
import { getTranslations } from "next-intl/server";
import { AskedFacts } from "@/components/identity/asked-facts";
import { AuthCard } from "@/components/identity/auth-card";
import { searchParameters } from "@/components/search-parameter";
import { buttonVariants } from "@/components/ui/button";
import { Link } from "@/components/ui/link";
import { SubmitButton } from "@/components/ui/submit-button";
import { isAppError } from "@/lib/core/errors";
import { getEmailChange } from "@/lib/identity/confirm-email-change";

export async function generateMetadata(): Promise<Metadata> {
  const title = (await getTranslations("mailAddress.confirm"))("title");
  return { title, robots: { index: false }, referrer: "same-origin" };
}

/** Changes nothing by being opened: whoever asked, and opens it in a browser of theirs, decides with a button. */
export default async function ConfirmAddressPage({ searchParams }: PageProps<"/mail-address/confirm">) {
  const [{ token = "", error }, t] = await Promise.all([
    searchParameters(searchParams),
    getTranslations("mailAddress.confirm"),
  ]);
  if (error) return <Refused code={error} />;
  const question = await ask(token);
  if ("code" in question) return <Refused code={question.code} />;
  return (
    <AuthCard heading={t("title")} lead={t("lead")}>
      <AskedFacts
        facts={[
          [t("from"), question.from],
          [t("to"), question.to],
        ]}
      />
      <form method="post" action="/mail-address/approve" className="grid">
        <input type="hidden" name="token" value={token} />
        <SubmitButton>{t("approve")}</SubmitButton>
      </form>
      <p className="text-sm text-soft-ink">{t("hint")}</p>
    </AuthCard>
  );
}

async function ask(token: string) {
  try {
    return await getEmailChange({ cookies: (await headers()).get("cookie"), token });
  } catch (error) {
    if (isAppError(error)) return { code: error.code };
    throw error;
  }
}

async function Refused({ code }: { code: string }) {
  const [t, refused] = await Promise.all([
    getTranslations("mailAddress.confirm"),
    getTranslations("mailAddress.refused"),
  ]);
  if (code === "unauthenticated") return <AuthCard heading={t("strangerTitle")} lead={t("strangerText")} />;
  const reason = code === "link_expired" ? "expired" : code === "conflict" ? "taken" : "unknown";
  return (
    <AuthCard heading={refused(`${reason}Title`)} lead={refused(`${reason}Text`)}>
      <Link href="/account/settings" className={buttonVariants()}>
        {refused("settings")}
      </Link>
    </AuthCard>
  );
}
