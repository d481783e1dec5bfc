"use client";

import { type Crash, CrashPage } from "@/components/crash-page";

export default function PageError({ error, reset }: { error: Crash; reset: () => void }) {
  return <CrashPage error={error} retry={reset} />;
}
