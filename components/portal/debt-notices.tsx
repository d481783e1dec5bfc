import { useFormatter, useLocale, useTranslations } from "next-intl";
import { LocaleLink } from "@/components/locale-link";
import { Alert } from "@/components/ui/alert";
import { buttonVariants } from "@/components/ui/button";
import { Link } from "@/components/ui/link";
import type { Debt, Debts } from "@/lib/billing/decide-debts";
import { formatMoney } from "@/lib/core/money";

type DebtNoticesProps = {
  debts: Debts;
  /** True for a reader who can pay and start a new subscription; staff only read. */
  isPayer?: boolean;
};

const shownDebts = 3;
const linkLook = "font-semibold text-brass-ink underline underline-offset-4";

/** What is owed, why, whether it is tried again, and what paying gives: the same words on every page. */
export function DebtNotices({ debts, isPayer = true }: DebtNoticesProps) {
  const t = useTranslations("debt");
  const { owed, paidLate, canBeginAgain } = debts;
  const rest = owed.length - shownDebts;
  const canBegin = isPayer && canBeginAgain;
  return (
    <>
      {owed.slice(0, shownDebts).map((debt) => (
        <Alert key={debt.stripeInvoiceId} tone={toneOf(debt)} title={<DebtTitle debt={debt} />}>
          <DebtText debt={debt} />
          {isPayer ? <WaysOut debt={debt} canBegin={canBegin} /> : null}
        </Alert>
      ))}
      {rest > 0 && isPayer ? (
        <p>
          <Link href="/account/invoices" className={linkLook}>
            {t("more", { count: rest })}
          </Link>
        </p>
      ) : null}
      {paidLate ? <PaidLate paid={paidLate} canBegin={canBegin} /> : null}
    </>
  );
}

/** What a debt is, in a line. */
function DebtTitle({ debt }: { debt: Debt }) {
  const t = useTranslations("debt.title");
  const locale = useLocale();
  const format = useFormatter();
  const amount = formatMoney(debt.amountMinor, debt.currency, locale);
  if (debt.cause === "processing") return t("processing", { amount });
  if (debt.endedAt) return t("ended", { amount });
  if (debt.dueAt) return t("sent", { amount, date: format.dateTime(debt.dueAt, { dateStyle: "long" }) });
  return t("open", { amount });
}

/** A debt's whole story, as far as it is not in its title. */
function DebtText({ debt }: { debt: Debt }) {
  const t = useTranslations("debt");
  const plans = useTranslations("catalog.plans");
  const format = useFormatter();
  const day = (date: Date) => format.dateTime(date, { dateStyle: "long" });
  const minute = (date: Date) => format.dateTime(date, { dateStyle: "long", timeStyle: "short" });
  const { number, issuedAt, cause, retryAt, endedAt, paying, until } = debt;
  const plan = debt.plan ? plans(`${debt.plan}.name`) : t("somePlan");
  const attempt = () => {
    if (cause === "processing" || cause === "sent") return null;
    if (retryAt) return t(cause === "not_tried" ? "attempt.first" : "attempt.again", { date: day(retryAt) });
    return t(cause === "not_tried" ? "attempt.noneYet" : "attempt.none");
  };
  const gain = () => {
    if (endedAt) return t("paying.ended", { plan, date: day(endedAt) });
    if (cause === "processing" || paying === "unknown") return null;
    if (paying === "keeps")
      return until ? t("paying.keepsUntil", { plan, date: day(until) }) : t("paying.keeps", { plan });
    if (paying === "starts") return t("paying.starts", { plan, date: until ? minute(until) : "" });
    return t(`paying.${paying}`, { plan });
  };
  const of = number ? t("of", { number, date: day(issuedAt) }) : t("ofUnnumbered", { date: day(issuedAt) });
  return <p>{[of, t(`cause.${cause}`), attempt(), gain()].filter((sentence) => sentence !== null).join(" ")}</p>;
}

/** The actions for a debt. One whose payment is on its way must not be paid twice. */
function WaysOut({ debt, canBegin }: { debt: Debt; canBegin: boolean }) {
  const t = useTranslations("debt");
  const isPayable = debt.cause !== "processing";
  return (
    <div className="mt-3 flex flex-wrap items-center gap-x-5 gap-y-2 empty:hidden">
      {isPayable ? (
        <a href={`/account/invoices/${debt.stripeInvoiceId}/pay`} className={buttonVariants({ size: "sm" })}>
          {t(debt.cause === "confirmation" ? "confirm" : "pay")}
        </a>
      ) : null}
      {debt.endedAt && canBegin ? <BeginAgain /> : null}
    </div>
  );
}

function PaidLate({ paid, canBegin }: { paid: NonNullable<Debts["paidLate"]>; canBegin: boolean }) {
  const t = useTranslations("debt");
  const plans = useTranslations("catalog.plans");
  const locale = useLocale();
  const format = useFormatter();
  const day = (date: Date) => format.dateTime(date, { dateStyle: "long" });
  const plan = paid.plan ? plans(`${paid.plan}.name`) : t("somePlan");
  return (
    <Alert tone="good" title={t("late.title", { amount: formatMoney(paid.amountMinor, paid.currency, locale) })}>
      <p>{t("late.text", { plan, date: day(paid.paidAt), ended: day(paid.endedAt) })}</p>
      {canBegin ? (
        <p className="mt-2">
          <BeginAgain />
        </p>
      ) : null}
    </Alert>
  );
}

function BeginAgain() {
  const t = useTranslations("debt");
  return (
    <LocaleLink href="/pricing" className={linkLook}>
      {t("again")}
    </LocaleLink>
  );
}

function toneOf({ cause, paying }: Debt): "notice" | "warning" | "bad" {
  if (cause === "processing" || (cause === "sent" && paying === "keeps")) return "notice";
  return paying === "restores" || paying === "starts" ? "bad" : "warning";
}
