"use client";

import { CrashPage } from "@/components/crash-page";

export default function PageError({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return <CrashPage digest={error.digest} retry={reset} />;
}
