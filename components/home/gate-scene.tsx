import { cn } from "@/components/ui/class-names";

/** The gatehouse of the front page: its portcullis goes up once, when the page opens. Purely a picture. */
export function GateScene({ className }: { className?: string }) {
  return (
    <svg viewBox="0 0 500 600" aria-hidden="true" className={cn("overflow-visible", className)}>
      <defs>
        <clipPath id="gate-opening">
          <path d="M92 600V345a158 158 0 0 1 316 0V600Z" />
        </clipPath>
        <radialGradient id="gate-light" cx="50%" cy="62%" r="62%">
          <stop offset="0" stopColor="oklch(0.96 0.07 92)" />
          <stop offset="0.55" stopColor="oklch(0.86 0.115 84)" />
          <stop offset="1" stopColor="oklch(0.66 0.12 74)" />
        </radialGradient>
        <linearGradient id="gate-shade" x1="0" x2="1">
          <stop offset="0" stopColor="oklch(0.2 0.04 172)" stopOpacity="0.5" />
          <stop offset="0.35" stopColor="oklch(0.2 0.04 172)" stopOpacity="0" />
          <stop offset="1" stopColor="oklch(0.2 0.04 172)" stopOpacity="0.35" />
        </linearGradient>
        <pattern id="gate-stones" width="64" height="44" patternUnits="userSpaceOnUse">
          <path
            d="M0 .5h64M0 22.5h64M16 0v22M48 22v22"
            fill="none"
            stroke="oklch(0.95 0.02 120)"
            strokeOpacity="0.11"
            strokeWidth="1.5"
          />
        </pattern>
      </defs>

      <circle cx="388" cy="118" r="86" className="fill-brass opacity-90" />

      {/* The wall with its battlements, then the two towers before it. */}
      <g className="fill-[oklch(0.4_0.066_168)] dark:fill-[oklch(0.36_0.045_172)]">
        <path id="gate-wall" d="M40 600V132h34v26h38v-26h46v26h38v-26h46v26h38v-26h46v26h38v-26h46v26h38v-26h12V600Z" />
      </g>
      <path fill="url(#gate-stones)" d="M40 600V160h420v440Z" />
      <g className="fill-[oklch(0.335_0.06_170)] dark:fill-[oklch(0.3_0.04_172)]">
        <path d="M-14 600V112h-8V66h26v20h20V66h26v20h20V66h26v46h-8v488Z" transform="translate(7)" />
        <path d="M418 600V112h-8V66h26v20h20V66h26v20h20V66h26v46h-8v488Z" transform="translate(-7)" />
      </g>
      <path fill="url(#gate-stones)" d="M-7 600V116H85v484ZM411 600V116h92v484Z" />
      <path fill="url(#gate-shade)" d="M-7 600V112H85v488ZM411 600V112h92v488Z" />
      <g className="fill-brass">
        <path d="M30 232a6 6 0 0 1 12 0v44H30ZM458 232a6 6 0 0 1 12 0v44h-12Z" />
      </g>

      {/* The arch: a ring of stones around light. */}
      <path
        className="fill-[oklch(0.3_0.055_170)] dark:fill-[oklch(0.27_0.035_172)]"
        d="M58 600V345a192 192 0 0 1 384 0V600Z"
      />
      <path
        d="M96.6 307.2 63.6 299.1M110.1 271.6 80.0 255.8M131.7 240.2 106.3 217.7M160.2 215.0 140.9 187.0M194.0 197.3 181.9 165.5M231.0 188.2 226.9 154.4M269.0 188.2 273.1 154.4M306.0 197.3 318.1 165.5M339.8 215.0 359.1 187.0M368.3 240.2 393.7 217.7M389.9 271.6 420.0 255.8M403.4 307.2 436.4 299.1M92 345H58M92 410H58M92 475H58M92 540H58M408 345H442M408 410H442M408 475H442M408 540H442"
        fill="none"
        stroke="oklch(0.95 0.02 120)"
        strokeOpacity="0.2"
        strokeWidth="2"
      />
      <g clipPath="url(#gate-opening)">
        <path fill="url(#gate-light)" d="M92 600V187h316V600Z" />
        <path fill="oklch(0.55 0.09 76)" fillOpacity="0.35" d="M92 572h316V600h-316Z" />
        <g className="animate-lift [--lift:-27%] motion-reduce:[transform:translateY(-27%)]">
          <path
            className="fill-[oklch(0.27_0.045_172)]"
            d="M107.2 150h9v250l-4.5 20-4.5-20ZM146.8 150h9v250l-4.5 20-4.5-20ZM186.2 150h9v250l-4.5 20-4.5-20ZM225.8 150h9v250l-4.5 20-4.5-20ZM265.2 150h9v250l-4.5 20-4.5-20ZM304.8 150h9v250l-4.5 20-4.5-20ZM344.2 150h9v250l-4.5 20-4.5-20ZM383.8 150h9v250l-4.5 20-4.5-20ZM92 190h316v9H92ZM92 250h316v9H92ZM92 310h316v9H92ZM92 370h316v9H92Z"
          />
        </g>
      </g>
    </svg>
  );
}
