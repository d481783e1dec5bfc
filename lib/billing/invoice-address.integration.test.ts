import { randomUUID } from "node:crypto";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { startCheckout } from "@/lib/billing/checkout";
import { getInvoiceAddress, type InvoiceDocument } from "@/lib/billing/invoice-address";
import { syncAccount } from "@/lib/billing/sync-customer";
import type { Actor } from "@/lib/core/actor";
import { db } from "@/lib/platform/db";
import { stripe } from "@/lib/platform/stripe";
import { type BillingWorld, startBillingWorld } from "@/tests/billing-world";

let world: BillingWorld;

beforeAll(async () => {
  world = await startBillingWorld({ webhooks: false });
});
afterEach(() => world.calm());
afterAll(() => world.stop());

const staff = { kind: "staff", userId: randomUUID(), role: "viewer" } as const;

/** A team with an invoice that was paid and one that is open, its owner and a member. */
async function team() {
  const [owner, guest] = [await world.newCustomer(), await world.newCustomer()];
  const { accountId } = owner;
  await db().membership.create({ data: { accountId, userId: guest.userId, role: "member" } });
  await world.sandbox.payCheckout((await startCheckout({ actor: owner, accountId, priceKey: "pro_monthly_eur" })).url);
  const { stripeCustomerId } = await db().billingCustomer.findUniqueOrThrow({ where: { accountId } });
  const customer = stripeCustomerId ?? "";
  await stripe().invoiceItems.create({ customer, amount: 500, currency: "eur" });
  const draft = await stripe().invoices.create({
    customer,
    collection_method: "send_invoice",
    days_until_due: 30,
    pending_invoice_items_behavior: "include",
  });
  await stripe().invoices.finalizeInvoice(draft.id);
  await syncAccount(accountId);
  const idOf = async (status: "paid" | "open") =>
    (await db().invoice.findFirstOrThrow({ where: { accountId, status } })).stripeInvoiceId;
  return {
    owner,
    member: { ...guest, accountId },
    guest,
    accountId,
    paid: await idOf("paid"),
    open: await idOf("open"),
  };
}

const address = (actor: Actor, stripeInvoiceId: string, document: InvoiceDocument) =>
  getInvoiceAddress({ actor, stripeInvoiceId, document });

test("the owner and staff are led to the PDF, and to the page of payment while the invoice is open", async () => {
  const { owner, paid, open } = await team();
  for (const actor of [owner, staff]) {
    const pdf = await fetch(await address(actor, paid, "pdf"));
    expect(pdf.headers.get("content-type")).toBe("application/pdf");
    expect((await fetch(await address(actor, open, "pay"))).status).toBe(200);
    await expect(address(actor, paid, "pay")).rejects.toMatchObject({ code: "not_found" });
  }
});

test("a member is refused, a stranger and somebody of another account find nothing, and Stripe is not even asked", async () => {
  const { member, guest, paid } = await team();
  const other = await team();
  world.calm();
  await expect(address(member, paid, "pdf")).rejects.toMatchObject({ code: "forbidden" });
  await expect(address(guest, paid, "pdf")).rejects.toMatchObject({ code: "not_found" });
  await expect(address(other.owner, paid, "pdf")).rejects.toMatchObject({ code: "not_found" });
  await expect(address({ ...guest, accountId: other.accountId }, other.paid, "pdf")).rejects.toMatchObject({
    code: "forbidden",
  });
  await expect(address(staff, "in_nobody", "pdf")).rejects.toMatchObject({ code: "not_found" });
  expect(world.network.log).toEqual([]);
});

test("a draft is nobody's to see, and while Stripe is away it is said so", async () => {
  const { owner, paid } = await team();
  world.network.before = () => "down";
  await expect(address(owner, paid, "pdf")).rejects.toMatchObject({ code: "stripe_unavailable" });
  world.calm();
  await db().invoice.update({ where: { stripeInvoiceId: paid }, data: { status: "draft" } });
  await expect(address(owner, paid, "pdf")).rejects.toMatchObject({ code: "not_found" });
});
