import type { Feature } from "../../../client/src/index";
import { gatehouse } from "../gatehouse";
import { text } from "../text";
import { explain, remedyFor } from "./explain";
import { button, remedyButton, showNotice } from "./notice";

/** Says why a feature is locked and leads on; empty when it is not. Signing in alone does not pay, so prices stay in reach. */
export function showLock(place: HTMLElement, feature: Feature, addition = ""): void {
  if (feature.active) {
    showNotice(place, null);
    return;
  }
  const ways = [remedyButton(feature.reason)];
  if (remedyFor(feature.reason) === "sign_in") {
    ways.push(button(text("seePlans"), () => gatehouse.openPricing(), "secondary"));
  }
  const row = document.createElement("div");
  row.className = "row";
  row.append(...ways);
  showNotice(place, [explain(feature), addition].filter(Boolean).join(" "), "plain", [row]);
}
