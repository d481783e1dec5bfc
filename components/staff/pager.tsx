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
  /** What the links say, where a list has better words for it. */
  words?: { first: string; next: string };
  /** The part of the page in which the list stands. */
  anchor?: string;
};

/** Turns the pages of a list, by the last line and never by a number. */
export function Pager({ path, filter, cursor, nextCursor, words, anchor }: PagerProps) {
  const t = useTranslations("staff");
  if (!cursor && !nextCursor) return null;
  const at = (address: string) => (anchor ? `${address}#${anchor}` : address);
  const look = buttonVariants({ variant: "outline", size: "sm" });
  return (
    <nav aria-label={t("pages")} className="mt-4 flex flex-wrap justify-end gap-3">
      {cursor ? (
        <Link href={at(addressOf(path, filter))} className={look}>
          {words?.first ?? t("first")}
        </Link>
      ) : null}
      {nextCursor ? (
        <Link href={at(addressOf(path, { ...filter, cursor: nextCursor }))} className={look}>
          {words?.next ?? t("next")}
          <ArrowRight aria-hidden="true" />
        </Link>
      ) : null}
    </nav>
  );
}

/** An address with the parameters that say something. */
export function addressOf(path: string, parameters: Record<string, string | undefined>): string {
  const given = Object.entries(parameters).filter((entry): entry is [string, string] => Boolean(entry[1]));
  return given.length > 0 ? `${path}?${new URLSearchParams(given)}` : path;
}
