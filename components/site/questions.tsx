import { Plus } from "lucide-react";
import type { ReactNode } from "react";

type QuestionsProps = {
  id: string;
  title: string;
  questions: { key: string; question: ReactNode; answer: ReactNode }[];
};

/** Questions that open one by one, with what the browser has for it: no script is needed. */
export function Questions({ id, title, questions }: QuestionsProps) {
  return (
    <section aria-labelledby={id} className="shell py-20 lg:py-28">
      <div className="mx-auto max-w-3xl">
        <h2 id={id} className="text-title">
          {title}
        </h2>
        <div className="mt-8 divide-y divide-line border-y border-line">
          {questions.map(({ key, question, answer }) => (
            <details key={key} className="group">
              <summary className="flex list-none items-center gap-4 rounded-control py-5 font-display text-lg font-semibold">
                <span className="flex-1">{question}</span>
                <Plus
                  aria-hidden="true"
                  className="size-5 shrink-0 text-brass-ink transition-transform duration-200 group-open:rotate-45"
                />
              </summary>
              <p className="-mt-1 max-w-2xl pb-6 pr-9 text-soft-ink">{answer}</p>
            </details>
          ))}
        </div>
      </div>
    </section>
  );
}
