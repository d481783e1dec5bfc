"use client";

import { useTranslations } from "next-intl";
import { useEffect, useRef, useState } from "react";
import { Button } from "@/components/ui/button";

const pollMs = 2000;
const slowestMs = 15_000;
const resendAfterSeconds = 30;

/**
 * Asks every two seconds whether the sign-in was confirmed, and goes on by itself when it was. While there is no
 * connection it asks less and less often. Without scripts the page says to load it again.
 */
export function WaitingRoom() {
  const t = useTranslations("signIn.checkMail");
  const form = useRef<HTMLFormElement>(null);
  const [status, setStatus] = useState<"waiting" | "approved" | "offline">("waiting");

  useEffect(() => {
    const stopped = new AbortController();
    let timer: ReturnType<typeof setTimeout>;
    let failures = 0;
    const look = async () => {
      try {
        const response = await fetch("/sign-in/state", { signal: stopped.signal });
        if (!response.ok) throw new Error(`The state could not be read: ${response.status}.`);
        const { state } = (await response.json()) as { state: string };
        if (stopped.signal.aborted) return;
        failures = 0;
        if (state === "approved") {
          setStatus("approved");
          form.current?.requestSubmit();
          return;
        }
        if (state !== "waiting") {
          window.location.assign("/sign-in/check-mail");
          return;
        }
        setStatus("waiting");
      } catch {
        if (stopped.signal.aborted) return;
        failures += 1;
        if (failures > 1) setStatus("offline");
      }
      timer = setTimeout(look, Math.min(pollMs * 2 ** failures, slowestMs));
    };
    timer = setTimeout(look, pollMs);
    const stop = () => {
      stopped.abort();
      clearTimeout(timer);
    };
    // A form that was sent, the code's for one, is on its way somewhere: looking on would call the browser back.
    document.addEventListener("submit", stop);
    return () => {
      document.removeEventListener("submit", stop);
      stop();
    };
  }, []);

  return (
    <form ref={form} method="post" action="/sign-in/complete">
      <p role="status" className="flex items-center gap-2.5 text-sm text-soft-ink">
        <span aria-hidden="true" className="size-2 animate-pulse rounded-full bg-brass" />
        {t(status)}
      </p>
    </form>
  );
}

/** The button that asks for another mail. It waits half a minute first, since most mails have arrived by then. */
export function ResendButton() {
  const t = useTranslations("signIn.checkMail");
  const [seconds, setSeconds] = useState(0);
  useEffect(() => {
    setSeconds(resendAfterSeconds);
    const timer = setInterval(() => setSeconds((left) => Math.max(0, left - 1)), 1000);
    return () => clearInterval(timer);
  }, []);
  return (
    <Button type="submit" variant="outline" size="sm" disabled={seconds > 0} className="figures">
      {seconds > 0 ? t("resendIn", { seconds }) : t("resend")}
    </Button>
  );
}
