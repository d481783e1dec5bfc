"use client";

import { useRouter } from "next/navigation";
import { type FormEvent, type ReactNode, startTransition, useEffect, useRef, useState } from "react";
import { TimeStatusContext } from "@/components/demo/time-news";

type TimeProgressProps = {
  /** Whether time was on the move when the page was made. */
  isMoving: boolean;
  label: string;
  movingText: string;
  failedText: string;
  children: ReactNode;
};

type Progress = { isMoving: boolean; share: number };

const action = "/api/demo/time";
const lookEveryMs = 400;

/** The form of the time bar: sends it without leaving the page, shows how far time has come, and then reads the page anew. */
export function TimeProgress({ isMoving, label, movingText, failedText, children }: TimeProgressProps) {
  const router = useRouter();
  const form = useRef<HTMLFormElement>(null);
  const [isUnderWay, setUnderWay] = useState(isMoving);
  const [share, setShare] = useState(0);
  const [hasFailed, setFailed] = useState(false);

  useEffect(() => {
    if (!isUnderWay) return;
    let timer: ReturnType<typeof setTimeout>;
    const look = async () => {
      // A stop on the way can keep the server busy: one answer that fails is no news.
      const progress = await read(fetch(action)).catch(() => null);
      if (progress) setShare(progress.share);
      if (progress?.isMoving === false) {
        setUnderWay(false);
        startTransition(() => router.refresh());
      } else timer = setTimeout(look, lookEveryMs);
    };
    timer = setTimeout(look, lookEveryMs);
    return () => clearTimeout(timer);
  }, [isUnderWay, router]);

  const send = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (isUnderWay) return;
    const { submitter } = event.nativeEvent as SubmitEvent;
    const fields = new FormData(event.currentTarget, submitter);
    form.current?.querySelector<HTMLElement>("[popover]:popover-open")?.hidePopover();
    setFailed(false);
    setShare(0);
    setUnderWay(true);
    const body = new URLSearchParams([...fields].map(([name, value]) => [name, String(value)]));
    const started = await read(fetch(action, { method: "POST", body, headers: { accept: "application/json" } })).catch(
      () => null,
    );
    if (!started) {
      setUnderWay(false);
      setFailed(true);
    }
  };

  return (
    <form
      ref={form}
      method="post"
      action={action}
      onSubmit={send}
      aria-label={label}
      aria-busy={isUnderWay || undefined}
      className="relative bg-night text-on-night print:hidden"
    >
      {/* What Enter on the slider means: the first button of a form counts. */}
      <button type="submit" hidden />
      <TimeStatusContext value={isUnderWay ? movingText : hasFailed ? failedText : null}>{children}</TimeStatusContext>
      {isUnderWay ? (
        <span aria-hidden="true" className="absolute inset-x-0 bottom-0 h-0.5 bg-night-line">
          <span
            className="block h-full bg-brass transition-[width] duration-300"
            style={{ width: `${share * 100}%` }}
          />
        </span>
      ) : null}
    </form>
  );
}

async function read(request: Promise<Response>): Promise<Progress> {
  const answer = await request;
  if (!answer.ok) throw new Error(`The time bar was answered ${answer.status}.`);
  return answer.json();
}
