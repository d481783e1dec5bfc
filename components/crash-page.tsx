"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { startTransition, useEffect, useRef } from "react";
import { Button, buttonVariants } from "@/components/ui/button";

/** What stands where a page could not be made. `digest` is the reference under which the server noted why. */
export function CrashPage({ digest, retry }: { digest: string | undefined; retry: () => void }) {
  const t = useTranslations("errors.crash");
  const router = useRouter();
  // The server is asked again as well: what failed there would only be shown again.
  const tryAgain = () =>
    startTransition(() => {
      router.refresh();
      retry();
    });
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <div role="alert" className="shell grid flex-1 place-content-center justify-items-center py-24 text-center">
      <h1 ref={heading} tabIndex={-1} className="text-title outline-none">
        {t("title")}
      </h1>
      <p className="mt-4 max-w-md text-soft-ink">{t("text")}</p>
      <div className="mt-8 flex flex-wrap justify-center gap-3">
        <Button onClick={tryAgain}>{t("retry")}</Button>
        <a href="/" className={buttonVariants({ variant: "outline" })}>
          {t("home")}
        </a>
      </div>
      {digest ? <p className="mt-8 font-mono text-xs text-soft-ink">{t("reference", { reference: digest })}</p> : null}
    </div>
  );
}
