import type { Entitlements, Problem } from "../../../client/src/index";
import { byId } from "../dom";
import { gatehouse } from "../gatehouse";
import { day, text } from "../text";
import { sentenceFor } from "./explain";
import { button, remedyButton, showNotice, signIn } from "./notice";

let hasFailed = false;

/** Keeps the plan and the state of the account in view: signed out, a problem with its way on, or all well. */
export function showAccount(listener: (entitlements: Entitlements) => void): void {
  const show = (entitlements: Entitlements) => {
    showPlan(entitlements);
    showState(entitlements);
    listener(entitlements);
  };
  const showNow = () => void gatehouse.getEntitlements().then(show);
  gatehouse.onChange(show);
  document.addEventListener("sample:sign-in", (event) => {
    hasFailed = event instanceof CustomEvent && event.detail === true;
    showNow();
  });
  showNow();
}

function showPlan({ plan, status, signedIn }: Entitlements): void {
  const pill = byId("plan", HTMLElement);
  pill.textContent = signedIn && plan ? chrome.i18n.getMessage(`plan_${plan}`) || plan : "";
  pill.dataset.tone = plan === "free" ? "plain" : status === "past_due" ? "care" : "good";
}

function showState({ signedIn, problem, hardStop }: Entitlements): void {
  const place = byId("account", HTMLElement);
  if (!signedIn) showSignedOut(place, problem);
  else if (!problem) showNotice(place, null);
  else if (problem.code === "offline") {
    const sentence = hardStop ? text("problem_offline", moment(hardStop)) : text("problem_offline_locked");
    showNotice(place, sentence, hardStop ? "care" : "wrong");
  } else if (problem.code === "server_error" || problem.code === "rate_limited") {
    showNotice(place, text("problem_server"), hardStop ? "care" : "wrong");
  } else showNotice(place, sentenceFor(problem.code), "wrong", [remedyButton(problem.code)]);
}

function showSignedOut(place: HTMLElement, problem: Problem | null): void {
  const wasConnected = problem !== null && problem.code !== "signed_out";
  const sentence = wasConnected ? sentenceFor(problem.code) : text("signedOutTitle");
  const row = document.createElement("div");
  row.className = "row";
  row.append(
    button(text(wasConnected ? "signInAgain" : "signIn"), signIn),
    button(text("useCode"), () => chrome.tabs.create({ url: "options.html#code" }), "quiet-button"),
  );
  showNotice(place, hasFailed ? text("signInFailed") : sentence, hasFailed || wasConnected ? "care" : "plain", [row]);
}

/** A day with its hour, for what ends soon. */
export function moment(at: Date): string {
  const hour = at.toLocaleTimeString(chrome.i18n.getUILanguage(), { timeStyle: "short" });
  return `${day(at)}, ${hour}`;
}
