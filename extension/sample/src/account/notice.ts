import { gatehouse } from "../gatehouse";
import { text } from "../text";
import { type Remedy, remedyFor } from "./explain";

type Tone = "plain" | "care" | "wrong";

/** Shows a sentence with a way on, or nothing for null. It is said aloud when it appears, and drawn anew only when it changes. */
export function showNotice(place: HTMLElement, sentence: string | null, tone: Tone = "plain", ways: Node[] = []): void {
  if (place.dataset.shown === (sentence ?? "")) return;
  place.dataset.shown = sentence ?? "";
  place.replaceChildren();
  if (sentence === null) return;
  const notice = document.createElement("div");
  notice.className = "notice";
  notice.dataset.tone = tone;
  const line = document.createElement("p");
  line.setAttribute("role", "status");
  line.textContent = sentence;
  notice.append(line, ...ways);
  place.append(notice);
}

/** A button; while what it started runs it can't be pressed again. */
export function button(label: string, press: () => Promise<unknown>, kind = ""): HTMLButtonElement {
  const element = document.createElement("button");
  element.type = "button";
  element.className = `button ${kind}`;
  element.textContent = label;
  element.addEventListener("click", async () => {
    element.disabled = true;
    await press().finally(() => {
      element.disabled = false;
    });
  });
  return element;
}

/** The button that leads out of a refusal. */
export function remedyButton(reason: string, label?: string): HTMLButtonElement {
  const remedy = remedyFor(reason);
  const labels: Record<Remedy, string> = {
    pricing: label ?? text("seePlans"),
    portal: text(reason === "payment_failed" ? "fixPayment" : "manageAccount"),
    sign_in: text(reason === "signed_out" ? "signIn" : "signInAgain"),
    ask_again: text("checkAgain"),
  };
  return button(labels[remedy], remedy === "sign_in" ? signIn : runs[remedy]);
}

const runs: Record<Exclude<Remedy, "sign_in">, () => Promise<unknown>> = {
  pricing: () => gatehouse.openPricing(),
  portal: () => gatehouse.openPortal(),
  ask_again: () => gatehouse.getEntitlements(),
};

/** Opens the sign-in window. What went wrong, a closed window too, is said where the account is shown. */
export async function signIn(): Promise<void> {
  const failed = await gatehouse.signIn().then(
    () => false,
    () => true,
  );
  document.dispatchEvent(new CustomEvent("sample:sign-in", { detail: failed }));
}
