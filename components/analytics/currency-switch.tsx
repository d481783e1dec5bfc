import { useTranslations } from "next-intl";
import { Link } from "@/components/ui/link";
import { Segmented, segmentClasses } from "@/components/ui/segmented";

/** The currencies there is revenue in. Nothing is ever converted, so one looks at one at a time. */
export function CurrencySwitch({ currencies, current }: { currencies: string[]; current: string }) {
  const t = useTranslations("staff.overview");
  if (currencies.length < 2) return null;
  return (
    <Segmented label={t("currency")}>
      {[...currencies].sort().map((currency) => (
        <Link
          key={currency}
          href={`/staff?currency=${currency}`}
          aria-current={currency === current ? "true" : undefined}
          className={segmentClasses}
        >
          {currency.toUpperCase()}
        </Link>
      ))}
    </Segmented>
  );
}
