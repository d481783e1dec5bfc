import { useTranslations } from "next-intl";
import { Link } from "@/components/ui/link";
import { Segmented, segmentClasses } from "@/components/ui/segmented";

type CurrencySwitchProps = {
  currencies: string[];
  current: string;
  /** Where the same page is in another currency. */
  addressOf: (currency: string) => string;
};

/** The currencies there is revenue in. Nothing is ever converted, so one looks at one at a time. */
export function CurrencySwitch({ currencies, current, addressOf }: CurrencySwitchProps) {
  const t = useTranslations("staff.overview");
  if (currencies.length < 2) return null;
  return (
    <Segmented label={t("currency")}>
      {[...currencies].sort().map((currency) => (
        <Link
          key={currency}
          href={addressOf(currency)}
          aria-current={currency === current ? "true" : undefined}
          className={segmentClasses}
        >
          {currency.toUpperCase()}
        </Link>
      ))}
    </Segmented>
  );
}
