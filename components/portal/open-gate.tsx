/** The mark, grown large, whose portcullis goes up. */
export function OpenGate() {
  return (
    <svg viewBox="0 0 120 130" aria-hidden="true" className="h-36">
      <defs>
        <clipPath id="open-gate">
          <path d="M32 130V60a28 28 0 0 1 56 0v70Z" />
        </clipPath>
      </defs>
      <path className="fill-primary dark:fill-[oklch(0.36_0.045_172)]" d="M8 130V60a52 52 0 0 1 104 0v70Z" />
      <g clipPath="url(#open-gate)">
        <path className="fill-brass" d="M32 30h56v100H32Z" />
        <g className="animate-lift [--lift:-50%] motion-reduce:[transform:translateY(-50%)]">
          <path
            className="fill-[oklch(0.27_0.045_172)]"
            d="M37 20h5v92l-2.5 7-2.5-7ZM50.5 20h5v92l-2.5 7-2.5-7ZM64.5 20h5v92l-2.5 7-2.5-7ZM78 20h5v92l-2.5 7-2.5-7ZM32 44h56v5H32ZM32 68h56v5H32ZM32 92h56v5H32Z"
          />
        </g>
      </g>
    </svg>
  );
}
