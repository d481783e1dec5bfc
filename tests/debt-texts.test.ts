import { expect, test } from "vitest";
import extensionEn from "@/extension/sample/_locales/en/messages.json";
import extensionNl from "@/extension/sample/_locales/nl/messages.json";
import { messagesIn } from "@/lib/platform/messages";
import { textsOf } from "@/tests/texts-of";

const promise =
  /(is|be|being) tried again|(and|;|while) we try again|(?<!whether )we (will |don’t )?retry|opnieuw geprobeerd|proberen we (het|de betaling)( niet)? opnieuw|we proberen (het|de betaling)( niet)? opnieuw/i;
/** About retries of something other than a payment. */
const kept = new Set([
  "signIn.checkMail.offline",
  "staff.inbox.deadLettersLead",
  "timeline.billing.call_dead",
  "timeline.billing.event_dead",
]);

test.each([
  ["English", messagesIn("en")],
  ["Dutch", messagesIn("nl")],
  ["English of the extension", extensionEn],
  ["Dutch of the extension", extensionNl],
])("only the texts of a debt, which know the invoice, say that a payment is retried: %s", (_language, messages) => {
  const promising = textsOf(messages).filter(([key, text]) => promise.test(text) && !kept.has(key));
  expect(promising.filter(([key]) => !key.startsWith("debt."))).toEqual([]);
});
