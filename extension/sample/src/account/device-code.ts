import { byId } from "../dom";
import { gatehouse } from "../gatehouse";
import { text } from "../text";
import { button, showNotice } from "./notice";

/** Signs in by a short code, for browsers without a sign-in window: shown for the address `options.html#code`. */
export function startDeviceCode(): void {
  const showIfAsked = () => {
    if (location.hash === "#code") void showCode();
  };
  addEventListener("hashchange", showIfAsked);
  showIfAsked();
}

async function showCode(): Promise<void> {
  const place = byId("device-code", HTMLElement);
  try {
    const { signedIn } = await gatehouse.getEntitlements();
    if (signedIn) return leave();
    const { userCode, verificationUrl, verificationUrlComplete, done } = await gatehouse.signInWithCode();
    const link = document.createElement("a");
    link.className = "link";
    link.href = verificationUrlComplete;
    link.target = "_blank";
    link.textContent = verificationUrl;
    const code = document.createElement("p");
    code.className = "code";
    code.textContent = userCode;
    const waiting = document.createElement("p");
    waiting.className = "quiet";
    waiting.textContent = text("codeWaiting");
    showNotice(place, text("codeLead"), "plain", [link, code, waiting]);
    await done;
    leave();
  } catch {
    showNotice(place, text("codeFailed"), "care", [button(text("useCode"), showCode)]);
  }
}

function leave(): void {
  showNotice(byId("device-code", HTMLElement), null);
  history.replaceState(null, "", location.pathname);
}
