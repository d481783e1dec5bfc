import { expect, test } from "vitest";
import { productFacts } from "@/components/pricing/product-facts";
import { messagesIn } from "@/lib/platform/messages";
import { textsOf } from "@/tests/texts-of";

/** This one is true: Stripe prints the tax number that a customer enters there on the invoice. */
const kept = new Set(["portal.help.invoiceAddress.question"]);
const tax = /\b(tax\w*|vat|btw|belasting\w*)\b/i;

test.each([
  ["English", messagesIn("en")],
  ["Dutch", messagesIn("nl")],
])("while Stripe is not set to calculate tax, no %s text promises it", (_language, messages) => {
  expect(textsOf(messages).filter(([key, text]) => !kept.has(key) && tax.test(text))).toEqual([]);
});

test("structured data does not say that a price includes tax", () => {
  const facts = productFacts({ name: (plan) => plan, description: (plan) => plan, url: "https://example.com/pricing" });
  expect(JSON.stringify(facts)).not.toContain("valueAddedTaxIncluded");
});
