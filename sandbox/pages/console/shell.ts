import type { Control } from "../../control/control";
import type { Sandbox } from "../../core/sandbox";
import { drawnFaults } from "../../delivery/faults";
import { type Html, html } from "../html";
import { type Page, page } from "../layout";
import { textsFor } from "../texts";
import { time } from "./parts";
import { consoleScript } from "./script";
import { consoleStyle } from "./style";

/** What each page of the console is made from. */
export type Console = { sandbox: Sandbox; control: Control; query: URLSearchParams; problem: string | null };

const sections = [
  ["/", "Clock"],
  ["/customers", "Customers"],
  ["/subscriptions", "Subscriptions"],
  ["/events", "Events"],
  ["/deliveries", "Deliveries"],
  ["/endpoints", "Endpoints"],
  ["/faults", "Faults"],
  ["/cards", "Test cards"],
] as const;

/** A page of the console with its navigation. `section` is the address of the part it belongs to. */
export function consolePage(
  { sandbox, control, problem }: Console,
  options: { section: (typeof sections)[number][0]; title: string; heading?: Html; content: Html; status?: number },
): Page {
  const { way, problem: stopped } = control.progress();
  const shownProblem = problem ?? (options.section === "/" ? stopped : null);
  const on = drawnFaults.filter((fault) => control.faults()[fault] > 0).map((fault) => fault.replaceAll("_", " "));
  return page({
    title: `${options.title} · Stripe sandbox`,
    locale: "en",
    banner: textsFor(null).texts.banner,
    wide: true,
    status: options.status ?? (problem ? 400 : 200),
    moreStyle: consoleStyle,
    script: consoleScript,
    refreshSeconds: way && options.section === "/" ? 2 : null,
    header: html`<header class="top"><div><a class="skip" href="#main">To the content</a><strong>Stripe sandbox</strong>
<time>${time(sandbox.clock.nowMs())} UTC</time>
<nav aria-label="Sections"><ul>${sections.map(
      ([href, label]) =>
        html`<li><a href="${href}"${href === options.section && html` aria-current="page"`}>${label}</a></li>`,
    )}</ul></nav></div></header>`,
    content: html`<h1>${options.heading ?? options.title}</h1>
${shownProblem && html`<p class="error" role="alert">${shownProblem}</p>`}
${on.length > 0 && html`<p class="strip">Faults are on: ${on.join(", ")}. <a href="/faults">Change them</a></p>`}
${options.content}`,
  });
}

/** For an id that nothing has. */
export function nothingHere(context: Console, section: (typeof sections)[number][0], what: string): Page {
  const content = html`<section class="card"><p>There is no ${what} with this id.</p></section>`;
  return consolePage(context, { section, title: "Not found", content, status: 404 });
}
