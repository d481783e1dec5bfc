import type { Faults } from "../../core/facts";
import { type DrawnFault, drawnFaults } from "../../delivery/faults";
import { html } from "../html";
import type { Page } from "../layout";
import { type Console, consolePage } from "./shell";

const meaning: { [fault in DrawnFault]: string } = {
  duplicate: "Arrives twice, one right after the other.",
  reorder: "Lets the next one overtake it.",
  drop: "Never arrives. Replay it to send it after all.",
  truncate: "Its body ends half-way; the retry is whole.",
  wrong_signature: "Signed with another secret; the retry is right.",
  stale_timestamp: "Signed as of an hour ago; the retry is fresh.",
  slow_endpoint: "Arrives, but the answer comes too late to count: it is sent again.",
  dead_endpoint: "Nobody answers. Retried with back-off for as long as this is on.",
};

/** Each fault as a switch with its probability, drawn from a seed. */
export function showFaults(context: Console): Page {
  const faults = context.control.faults();
  return consolePage(context, {
    section: "/faults",
    title: "Faults",
    content: html`<form class="card" method="post" action="/"><input type="hidden" name="back" value="/faults">
<p class="soft">What befalls the webhooks that are written from now on, and how many of a hundred. The same seed and the same story give the same run.</p>
${drawnFaults.map(
  (
    fault,
  ) => html`<div class="switch"><input type="checkbox" id="${fault}" name="on" value="${fault}"${faults[fault] > 0 && html` checked`} aria-describedby="${fault}-what">
<label for="${fault}">${fault.replaceAll("_", " ")}</label><p class="soft" id="${fault}-what">${meaning[fault]}</p>
<input type="number" name="${fault}" min="1" max="100" value="${Math.round(faults[fault] * 100) || 100}" aria-label="Per cent of deliveries: ${fault.replaceAll("_", " ")}"></div>`,
)}
<div class="grid"><div><label for="seed">Seed</label><input id="seed" name="seed" type="number" min="0" value="${faults.seed}"></div>
<div><label for="delay_ms">Delay of each delivery, ms</label><input id="delay_ms" name="delay_ms" type="number" min="0" max="60000" value="${faults.delay_ms}"></div>
<div><label for="api_latency_ms">Delay of each API call, ms</label><input id="api_latency_ms" name="api_latency_ms" type="number" min="0" max="60000" value="${faults.api_latency_ms}"></div></div>
<div class="actions"><button type="submit" name="action" value="faults">Set faults</button>
<button type="submit" name="action" value="no_faults">Turn all off</button></div></form>`,
  });
}

/** What the form asks for, as the control API takes it. */
export function readFaultsForm(form: URLSearchParams): { [name: string]: number } {
  const on = form.getAll("on");
  const wanted: { [name in keyof Faults]?: number } = {};
  for (const fault of drawnFaults) if (on.includes(fault)) wanted[fault] = Number(form.get(fault) || 100) / 100;
  for (const name of ["seed", "delay_ms", "api_latency_ms"] as const) wanted[name] = Number(form.get(name) || 0);
  return wanted;
}
