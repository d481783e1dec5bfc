import { cn } from "@/components/ui/class-names";

/** The mark: an arch whose portcullis is drawn up. It takes the colour of the text, the bars are brass. */
export function Mark({ className }: { className?: string }) {
  return (
    <svg viewBox="0 0 32 32" aria-hidden="true" className={cn("size-8", className)}>
      <path fill="currentColor" d="M3 29.5V15a13 13 0 0 1 26 0v14.5h-5.6V15a7.4 7.4 0 0 0-14.8 0v14.5Z" />
      <path
        className="fill-brass"
        d="M10.6 10.1a7.4 7.4 0 0 1 1.9-1.6v5h2.4V7.7a7.4 7.4 0 0 1 2.2 0v5.8h2.4v-5a7.4 7.4 0 0 1 1.9 1.6v3.4h1.9v2.2h-1.9v3.5l-.95 2.3-.95-2.3v-3.5h-2.4v5l-1.1 2.6-1.1-2.6v-5h-2.4v3.5l-.95 2.3-.95-2.3v-3.5H8.7v-2.2h1.9Z"
      />
    </svg>
  );
}

/** The mark with the name beside it. */
export function Wordmark({ name, className }: { name: string; className?: string }) {
  return (
    <span className={cn("inline-flex items-center gap-2.5 text-primary dark:text-ink", className)}>
      <Mark className="size-8" />
      <span className="font-display text-[1.375rem] font-[650] tracking-[-0.03em] text-ink">{name}</span>
    </span>
  );
}
