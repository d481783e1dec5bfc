import { gatehouse } from "../../extension/sample/src/gatehouse";

/*
 * A content script for the tests. It asks Gatehouse what the page's root element has in `data-ask`, and writes the answer to
 * `data-answer` and each change to `data-plan`. The page and the content script share only the document.
 */
const calls: Record<string, () => Promise<unknown>> = {
  user: () => gatehouse.getUser(),
  feature: () => gatehouse.getFeature("advanced_audio"),
  pricing: () => gatehouse.openPricing(),
};
const { dataset } = document.documentElement;

gatehouse.onChange(({ plan }) => {
  dataset.plan = plan ?? "none";
});
new MutationObserver(async () => {
  const answer = await calls[dataset.ask ?? ""]?.().catch((error: unknown) => ({ error: String(error) }));
  dataset.answer = JSON.stringify(answer ?? null);
}).observe(document.documentElement, { attributeFilter: ["data-ask"] });
dataset.plan = "unknown";
