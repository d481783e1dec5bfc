import type { DueWork } from "../core/schedule";
import { deleteTestClock } from "../resources/test-clocks";
import { expireCheckout } from "./expire-checkout";
import { finalizeDraft, overdue, retryPayment } from "./invoice-works";
import { decideDispute, decideRefund, settlePayment } from "./money-works";
import {
  announceExpiry,
  announceTrialEnd,
  cancelOnDate,
  endCustomerDiscount,
  endSubscriptionDiscount,
  expireIncomplete,
  expireUpdate,
  movePhase,
  renew,
  resumeCollection,
} from "./subscription-works";
import { announceRenewal } from "./upcoming-invoice";

/** Test clocks live for thirty days of the sandbox's own time. */
const forgetTestClock: DueWork = {
  what: "a test clock is forgotten",
  kind: "test_helpers.test_clock",
  dueAt: (store, id) => store.find("test_helpers.test_clock", id)?.deletes_after ?? null,
  settle: (tx, id) => deleteTestClock(tx, tx.get("test_helpers.test_clock", id)),
};

const expireSession: DueWork = {
  what: "a checkout expires",
  kind: "checkout.session",
  dueAt: (store, id) => {
    const session = store.find("checkout.session", id);
    return session?.status === "open" ? session.expires_at : null;
  },
  settle: (tx, id) => {
    expireCheckout(tx, tx.get("checkout.session", id));
  },
};

/** Everything that time alone brings about, in the order in which works of the same second settle. */
export const dueWorks: readonly DueWork[] = [
  endSubscriptionDiscount,
  endCustomerDiscount,
  resumeCollection,
  announceExpiry,
  movePhase,
  cancelOnDate,
  announceTrialEnd,
  announceRenewal,
  renew,
  finalizeDraft,
  retryPayment,
  overdue,
  expireIncomplete,
  expireUpdate,
  settlePayment,
  decideRefund,
  decideDispute,
  expireSession,
  forgetTestClock,
];
