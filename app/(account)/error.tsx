"use client";

import { CrashPage } from "@/components/crash-page";

export default function PageError({ reset }: { reset: () => void }) {
  return <CrashPage retry={reset} />;
}
