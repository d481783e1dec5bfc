import type { Entitlements, Feature } from "../../client/src/index";
import { moment, showAccount } from "./account/account-panel";
import { startDeviceCode } from "./account/device-code";
import { explain } from "./account/explain";
import { byId } from "./dom";
import { gatehouse } from "./gatehouse";
import { applyRulesRight, startEditor } from "./rules/editor";
import { fillTexts, text } from "./text";

fillTexts();
byId("open-portal", HTMLElement).addEventListener("click", () => void gatehouse.openPortal());
byId("sign-out", HTMLElement).addEventListener("click", () => void gatehouse.signOut());
startDeviceCode();
await startEditor();
showAccount(show);

function show(entitlements: Entitlements): void {
  const { features, signedIn, checkedAt, hardStop } = entitlements;
  byId("account-actions", HTMLElement).hidden = !signedIn;
  byId("features", HTMLElement).replaceChildren(...Object.entries(features).map(featureRow));
  byId("checked", HTMLElement).textContent =
    signedIn && checkedAt && hardStop ? text("checkedAt", moment(checkedAt), moment(hardStop)) : "";
  const missing: Feature = { active: false, reason: signedIn ? "no_lease" : "signed_out", until: null };
  applyRulesRight(features.workflow_automation ?? missing);
}

function featureRow([key, feature]: [string, Feature]): HTMLElement {
  const row = document.createElement("div");
  const name = document.createElement("dt");
  const why = document.createElement("dd");
  name.textContent = chrome.i18n.getMessage(`feature_${key}`) || key;
  why.textContent = explain(feature);
  why.className = "quiet";
  row.append(name, why);
  return row;
}
