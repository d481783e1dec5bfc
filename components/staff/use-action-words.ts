import { useTranslations } from "next-intl";
import type { StaffActionProps } from "@/components/staff/staff-action";
import { hasText } from "@/components/texts/has-text";

type ActionName = "sync" | "cancel" | "resume" | "refund" | "give" | "take" | "disconnect" | "signOut";

/** The texts of what staff can do, ready for the dialog; the browser gets no more than these. What stands in a list has a label. */
export function useActionWords(): (name: ActionName, values?: Record<string, string>) => StaffActionProps["words"] {
  const t = useTranslations("staff.customerAction");
  return (name, values = {}) => {
    const label = `${name}.label` as const;
    return {
      trigger: t(`${name}.trigger`),
      ...(hasText(t, label) && { label: t(label, values) }),
      title: t(`${name}.title`, values),
      text: t(`${name}.text`, values),
      confirm: t(`${name}.confirm`),
      done: t(`${name}.done`, values),
    };
  };
}
