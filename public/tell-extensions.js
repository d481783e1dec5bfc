// Tells our extensions that something about the account has changed, while the page is still arriving: waiting until
// React has taken over costs a quarter of a second of "I have paid, why is it locked?". Says nothing about the account.
for (const id of document.currentScript.dataset.ids.split(",")) {
  try {
    chrome.runtime.sendMessage(id, { type: "gatehouse:changed" }, () => void chrome.runtime.lastError);
  } catch {
    // No extension here, or none that listens to us: it learns it with its next look.
  }
}
