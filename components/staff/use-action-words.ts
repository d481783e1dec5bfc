import { useTranslations } from "next-intl";
import type { StaffActionProps } from "@/components/staff/staff-action";

type ActionName = "sync" | "cancel" | "resume" | "refund" | "give" | "take" | "disconnect" | "signOut";

/** The texts of what staff can do, ready for the dialog; the browser gets no more than these. */
export function useActionWords(): (
  name: ActionName,
  values?: Record<string, string>,
  label?: true,
) => StaffActionProps["words"] {
  const t = useTranslations("staff.customerAction");
  return (name, values = {}, label) => ({
    trigger: t(`${name}.trigger`),
    ...(label && { label: t(`${name}.label`, values) }),
    title: t(`${name}.title`, values),
    text: t(`${name}.text`, values),
    confirm: t(`${name}.confirm`),
    done: t(`${name}.done`, values),
  });
}
