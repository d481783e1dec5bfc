"use client";

import { CrashPage } from "@/components/crash-page";

export default function PageError({ reset }: { reset: () => void }) {
  return (
    <main id="content" className="flex flex-1 flex-col">
      <CrashPage retry={reset} />
    </main>
  );
}
