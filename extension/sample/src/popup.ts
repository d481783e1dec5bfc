import type { Entitlements, Feature } from "../../client/src/index";
import { showAccount } from "./account/account-panel";
import { byId } from "./dom";
import { applyStorageRight, startNotes } from "./notes/panel";
import { applyAudioRight, pausePlayer, startPlayer } from "./player/panel";
import { applyRulesRight, startRules } from "./rules/panel";
import { startTabs } from "./tabs";
import { fillTexts } from "./text";

fillTexts();
startTabs(["player", "notes", "rules"]);
for (const id of ["open-options", "edit-rules"]) {
  byId(id, HTMLElement).addEventListener("click", () => void chrome.runtime.openOptionsPage());
}
chrome.runtime.onMessage.addListener((message: unknown) => {
  if (typeof message === "object" && message !== null && "type" in message && message.type === "sample:pause") {
    pausePlayer();
  }
});
await startPlayer();
startNotes();
startRules();
showAccount(applyRights);

/** Whatever changes the rights, in this window or elsewhere, ends here: nothing has to be reloaded. */
function applyRights({ features, signedIn }: Entitlements): void {
  const missing: Feature = { active: false, reason: signedIn ? "no_lease" : "signed_out", until: null };
  applyAudioRight(features.advanced_audio ?? missing);
  applyStorageRight(features.extended_storage ?? missing);
  applyRulesRight(features.workflow_automation ?? missing);
}
