"use client";

import { useRouter } from "next/navigation";
import { startTransition, use, useEffect, useRef, useState } from "react";
import { CrashTextsContext } from "@/components/crash-texts";
import { findRequestId } from "@/components/request-id";
import { outageDigest } from "@/lib/core/outage";

/** An error as Next tells an error page of it: without its words, which are the server's. */
export type Crash = Error & { digest?: string };

/** What stands where a page could not be made, or could not be fetched because there is no connection. */
export function CrashPage({ error, retry }: { error: Crash; retry: () => void }) {
  const texts = use(CrashTextsContext);
  const router = useRouter();
  const heading = useRef<HTMLHeadingElement>(null);
  const [requestId, setRequestId] = useState<string | null>(null);
  const [isOnline, setOnline] = useState(true);
  useEffect(() => {
    heading.current?.focus();
    setRequestId(findRequestId());
    const look = () => setOnline(navigator.onLine);
    look();
    addEventListener("online", look);
    addEventListener("offline", look);
    return () => {
      removeEventListener("online", look);
      removeEventListener("offline", look);
    };
  }, []);
  if (!texts) return null;
  const text = error.digest === outageDigest ? texts.outage : texts.text;
  // The server is asked again as well: what failed there would only be shown again.
  const tryAgain = () =>
    startTransition(() => {
      router.refresh();
      retry();
    });
  return (
    <div role="alert" className="shell grid flex-1 place-content-center justify-items-center py-24 text-center">
      <h1 ref={heading} tabIndex={-1} className="text-title outline-none">
        {texts.title}
      </h1>
      <p className="mt-4 max-w-md text-soft-ink">{isOnline ? text : texts.offline}</p>
      <div className="mt-8 flex flex-wrap justify-center gap-3">
        <button type="button" onClick={tryAgain} className={texts.looks.retry}>
          {texts.retry}
        </button>
        <a href="/" className={texts.looks.home}>
          {texts.home}
        </a>
      </div>
      {requestId && isOnline ? (
        <p className="mt-8 text-xs text-soft-ink">
          {texts.reference} <code>{requestId}</code>
        </p>
      ) : null}
    </div>
  );
}
