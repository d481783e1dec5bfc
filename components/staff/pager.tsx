import { ArrowRight } from "lucide-react";
import { useTranslations } from "next-intl";
import { buttonVariants } from "@/components/ui/button";
import { Link } from "@/components/ui/link";

type PagerProps = {
  path: string;
  /** What the list is narrowed to; it stays while one turns pages. */
  filter: Record<string, string | undefined>;
  cursor: string | undefined;
  nextCursor: string | null;
};

/** Turns the pages of a list, by the last line and never by a number. */
export function Pager({ path, filter, cursor, nextCursor }: PagerProps) {
  const t = useTranslations("staff");
  if (!cursor && !nextCursor) return null;
  const look = buttonVariants({ variant: "outline", size: "sm" });
  return (
    <nav aria-label={t("pages")} className="mt-4 flex flex-wrap justify-end gap-3">
      {cursor ? (
        <Link href={addressOf(path, filter)} className={look}>
          {t("first")}
        </Link>
      ) : null}
      {nextCursor ? (
        <Link href={addressOf(path, { ...filter, cursor: nextCursor })} className={look}>
          {t("next")}
          <ArrowRight aria-hidden="true" />
        </Link>
      ) : null}
    </nav>
  );
}

function addressOf(path: string, parameters: Record<string, string | undefined>): string {
  const given = Object.entries(parameters).filter((entry): entry is [string, string] => Boolean(entry[1]));
  return given.length > 0 ? `${path}?${new URLSearchParams(given)}` : path;
}
