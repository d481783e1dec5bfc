import { useTranslations } from "next-intl";

const mibPerGib = 1024;

/** Writes an amount of storage, given in MiB, the way people say it: "50 MB", "1.2 GB". */
export function useStorageText(): (mib: number) => string {
  const t = useTranslations("common.storage");
  return (mib) => (mib < mibPerGib ? t("mib", { value: mib }) : t("gib", { value: mib / mibPerGib }));
}
