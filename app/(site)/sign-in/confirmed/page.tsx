import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { AuthCard } from "@/components/identity/auth-card";
import { searchParameters } from "@/components/search-parameter";
import { buttonVariants } from "@/components/ui/button";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("signIn"))("title"), robots: { index: false } };
}

/** What became of a mail's link, for the person who opened it. */
export default async function ConfirmedPage({ searchParams }: PageProps<"/sign-in/confirmed">) {
  const [{ result, error }, t] = await Promise.all([
    searchParameters(searchParams),
    getTranslations("signIn.confirmed"),
  ]);
  const outcome = outcomeOf(result, error);
  const isOver = outcome === "approved" || outcome === "cancelled";
  return (
    <AuthCard heading={t(`${outcome}Title`)} lead={t(`${outcome}Text`)}>
      {isOver ? null : (
        <a href="/sign-in" className={buttonVariants()}>
          {t("newLink")}
        </a>
      )}
    </AuthCard>
  );
}

function outcomeOf(result: string | undefined, error: string | undefined) {
  if (result === "approved" || result === "cancelled") return result;
  if (error === "link_used") return "used";
  return error === "link_expired" ? "expired" : "unknown";
}
