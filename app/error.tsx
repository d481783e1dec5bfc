"use client";

import { CrashPage } from "@/components/crash-page";

export default function PageError({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <main id="content" className="flex flex-1 flex-col">
      <CrashPage digest={error.digest} retry={reset} />
    </main>
  );
}
