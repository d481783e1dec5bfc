"use client";

import { useRouter } from "next/navigation";
import { useEffect, useTransition } from "react";
import { Button } from "@/components/ui/button";

const everyMs = 2_500;
const forAtMostMs = 120_000;

/** Asks the server for this page again every few seconds, for two minutes at most; the button asks at once. */
export function LookAgain({ label }: { label: string }) {
  const router = useRouter();
  const [isLooking, startLooking] = useTransition();
  useEffect(() => {
    const timer = setInterval(() => startLooking(() => router.refresh()), everyMs);
    const end = setTimeout(() => clearInterval(timer), forAtMostMs);
    return () => {
      clearInterval(timer);
      clearTimeout(end);
    };
  }, [router]);
  return (
    <Button variant="outline" aria-busy={isLooking} onClick={() => startLooking(() => router.refresh())}>
      {label}
    </Button>
  );
}
