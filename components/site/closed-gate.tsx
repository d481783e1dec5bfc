/** The mark, grown large, whose portcullis is down. */
export function ClosedGate() {
  return (
    <svg viewBox="0 0 120 130" aria-hidden="true" className="h-36">
      <path className="fill-primary dark:fill-[oklch(0.36_0.045_172)]" d="M8 130V60a52 52 0 0 1 104 0v70Z" />
      <path className="fill-paper" d="M32 130V60a28 28 0 0 1 56 0v70Z" />
      <path
        className="fill-brass"
        d="M37 44.3a28 28 0 0 1 5-6.1V118l-2.5 7-2.5-7ZM50.5 33.7a28 28 0 0 1 5-1.3V118l-2.5 7-2.5-7ZM64.5 32.4a28 28 0 0 1 5 1.3V118l-2.5 7-2.5-7ZM78 38.2a28 28 0 0 1 5 6.1V118l-2.5 7-2.5-7ZM33 52h54v5H33ZM32 74h56v5H32ZM32 96h56v5H32Z"
      />
    </svg>
  );
}
