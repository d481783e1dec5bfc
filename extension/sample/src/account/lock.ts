import type { Feature } from "../../../client/src/index";
import { gatehouse } from "../gatehouse";
import { text } from "../text";
import { explain, remedyFor } from "./explain";
import { button, remedyButton, showNotice } from "./notice";

/**
 * Says why a feature is locked and leads on; empty when it is not. Where signing in or asking again helps, the account's own
 * notice has that button; here the prices stay in reach of whoever has nothing to sign in to.
 */
export function showLock(place: HTMLElement, feature: Feature, addition = ""): void {
  if (feature.active) {
    showNotice(place, null);
    return;
  }
  const ways = { pricing: "own", portal: "own", sign_in: "prices", ask_again: "none" } as const;
  const way = ways[remedyFor(feature.reason)];
  const row = document.createElement("div");
  row.className = "row";
  if (way === "own") row.append(remedyButton(feature.reason));
  if (way === "prices") row.append(button(text("seePlans"), () => gatehouse.openPricing(), "secondary"));
  showNotice(place, [explain(feature), addition].filter(Boolean).join(" "), "plain", way === "none" ? [] : [row]);
}
