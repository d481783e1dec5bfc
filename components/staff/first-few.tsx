import type { ReactNode } from "react";

/** As many as tell how it goes; the ones before open on demand, so that what comes below stays in sight. */
const shownAtOnce = 5;

type FirstFewProps<T> = {
  items: T[];
  /** Says how many there are before. */
  earlier: (count: number) => string;
  /** Writes one item, as a list's item. */
  children: (item: T) => ReactNode;
};

/** A list, newest first, of which the first few are shown. */
export function FirstFew<T>({ items, earlier, children }: FirstFewProps<T>) {
  const before = items.slice(shownAtOnce);
  return (
    <div className="divide-y divide-line rounded-card border border-line bg-card text-sm">
      <ul className="divide-y divide-line">{items.slice(0, shownAtOnce).map(children)}</ul>
      {before.length > 0 ? (
        <details>
          <summary className="flex min-h-11 list-none items-center px-5 font-semibold text-brass-ink outline-offset-[-2px]">
            {earlier(before.length)}
          </summary>
          <ul className="divide-y divide-line border-t border-line">{before.map(children)}</ul>
        </details>
      ) : null}
    </div>
  );
}
