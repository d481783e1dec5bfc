import type { Metadata } from "next";
import { getFormatter, getTranslations } from "next-intl/server";
import { AuthCard } from "@/components/identity/auth-card";
import { searchParameters } from "@/components/search-parameter";
import { buttonVariants } from "@/components/ui/button";
import { SubmitButton } from "@/components/ui/submit-button";
import { isAppError } from "@/lib/core/errors";
import { getUndo } from "@/lib/identity/undo-email-change";

export async function generateMetadata(): Promise<Metadata> {
  const title = (await getTranslations("mailAddress.undo"))("title");
  return { title, robots: { index: false }, referrer: "same-origin" };
}

/** Where the notice to an address that was replaced leads; whoever reads its mail decides with a button. */
export default async function UndoAddressPage({ searchParams }: PageProps<"/mail-address/undo">) {
  const [{ token = "", error, result }, t, format] = await Promise.all([
    searchParameters(searchParams),
    getTranslations("mailAddress.undo"),
    getFormatter(),
  ]);
  if (result === "restored") {
    return (
      <AuthCard heading={t("doneTitle")} lead={t("doneText")}>
        <SignInLink />
      </AuthCard>
    );
  }
  if (error) return <Refused code={error} />;
  const question = await ask(token);
  if ("code" in question) return <Refused code={question.code} />;
  const date = format.dateTime(question.changedAt, { dateStyle: "long" });
  return (
    <AuthCard heading={t("title")} lead={t("lead", { date, email: question.oldEmail })}>
      <form method="post" action="/mail-address/restore" className="grid">
        <input type="hidden" name="token" value={token} />
        <SubmitButton>{t("restore")}</SubmitButton>
      </form>
      <p className="text-sm text-soft-ink">{t("hint")}</p>
    </AuthCard>
  );
}

async function SignInLink() {
  const t = await getTranslations("mailAddress.undo");
  return (
    <a href="/sign-in" className={buttonVariants()}>
      {t("signIn")}
    </a>
  );
}

async function ask(token: string) {
  try {
    return await getUndo(token);
  } catch (error) {
    if (isAppError(error)) return { code: error.code };
    throw error;
  }
}

async function Refused({ code }: { code: string }) {
  const t = await getTranslations("mailAddress.refused");
  if (code === "link_used") {
    return (
      <AuthCard heading={t("usedTitle")} lead={t("usedText")}>
        <SignInLink />
      </AuthCard>
    );
  }
  if (code === "link_expired") return <AuthCard heading={t("expiredTitle")} lead={t("undoExpiredText")} />;
  if (code === "conflict") return <AuthCard heading={t("takenTitle")} lead={t("takenText")} />;
  return <AuthCard heading={t("unknownTitle")} lead={t("unknownText")} />;
}
