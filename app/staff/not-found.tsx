import { SearchX } from "lucide-react";
import { getTranslations } from "next-intl/server";
import { buttonVariants } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { Link } from "@/components/ui/link";

/** For an id that names nothing: staff stay where they work. */
export default async function StaffNotFound() {
  const t = await getTranslations("staff.notFound");
  return (
    <EmptyState
      heading="h1"
      icon={<SearchX />}
      title={t("title")}
      action={
        <>
          <Link href="/staff/customers" className={buttonVariants()}>
            {t("customers")}
          </Link>
          <Link href="/staff/inbox" className={buttonVariants({ variant: "outline" })}>
            {t("inbox")}
          </Link>
        </>
      }
    >
      {t("text")}
    </EmptyState>
  );
}
