"use client";

import { type Crash, CrashPage } from "@/components/crash-page";

export default function PageError({ error, reset }: { error: Crash; reset: () => void }) {
  return (
    <main id="content" className="flex flex-1 flex-col">
      <CrashPage error={error} retry={reset} />
    </main>
  );
}
