/** What a visitor said to the question whether their visit may be counted. */
export type Consent = "granted" | "refused" | "unasked";

const consentKey = "gatehouse-consent";
const consentChanged = "gatehouse-consent-changed";

/** What was answered in this browser. */
export function readConsent(): Consent {
  const saved = localStorage.getItem(consentKey);
  return saved === "granted" || saved === "refused" ? saved : "unasked";
}

/** Keeps the answer for this browser, in all its windows; `unasked` has the question asked again. */
export function saveConsent(consent: Consent): void {
  if (consent === "unasked") localStorage.removeItem(consentKey);
  else localStorage.setItem(consentKey, consent);
  dispatchEvent(new Event(consentChanged));
}

/** Calls back whenever the answer changes, in this window or another. Returns how to end that. */
export function subscribeToConsent(onChange: () => void): () => void {
  addEventListener(consentChanged, onChange);
  addEventListener("storage", onChange);
  return () => {
    removeEventListener(consentChanged, onChange);
    removeEventListener("storage", onChange);
  };
}
