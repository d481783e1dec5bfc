import type { StaffRole } from "@/lib/core/actor";

/** Those who pay and don't buy have a life in scripts/history/persona-lives.ts. */
export type Persona = {
  key: string;
  name: string;
  email: string;
  /** What this person is there to show, for the table that the demo prints. */
  shows: string;
  staffRole?: StaffRole;
  /** The persona in whose team they have a seat. */
  memberOf?: "owner";
  /** The price that the seed buys for them, through the checkout page, as a customer would. */
  buys?: string;
};

/** The people of the demo, the tests and the screenshots. None of them exists. */
export const personas = [
  { key: "free", name: "Fenna Free", email: "fenna@example.com", shows: "signed in, on the free plan" },
  {
    key: "trialing",
    name: "Tess Trial",
    email: "tess@example.com",
    shows: "on the 14-day trial of Pro",
    buys: "pro_monthly_eur",
  },
  {
    key: "active",
    name: "Aiko Active",
    email: "aiko@example.com",
    shows: "pays for Pro by the month, at the price of before",
  },
  {
    key: "owner",
    name: "Theo Teamowner",
    email: "theo@example.com",
    shows: "owns a Team of four seats",
  },
  {
    key: "member",
    name: "Mila Member",
    email: "mila@example.com",
    shows: "has a seat in Theo's team",
    memberOf: "owner",
  },
  {
    key: "past_due",
    name: "Piet Pastdue",
    email: "piet@example.com",
    shows: "owes a payment: the card failed this week",
  },
  {
    key: "cancelling",
    name: "Kees Cancelling",
    email: "kees@example.com",
    shows: "has cancelled, and keeps Pro until the period ends",
  },
  {
    key: "cancelled",
    name: "Cleo Cancelled",
    email: "cleo@example.com",
    shows: "paid for Pro once, and left",
  },
  { key: "viewer", name: "Vera Viewer", email: "viewer@example.com", shows: "staff who may look", staffRole: "viewer" },
  {
    key: "support",
    name: "Sam Support",
    email: "support@example.com",
    shows: "staff who help customers",
    staffRole: "support",
  },
  {
    key: "finance",
    name: "Finn Finance",
    email: "finance@example.com",
    shows: "staff who look after money",
    staffRole: "finance",
  },
  {
    key: "operator",
    name: "Olga Operator",
    email: "operator@example.com",
    shows: "staff who run the service",
    staffRole: "operator",
  },
  {
    key: "admin",
    name: "Ada Admin",
    email: "admin@example.com",
    shows: "staff who may do everything",
    staffRole: "admin",
  },
] as const satisfies Persona[];

export type PersonaKey = (typeof personas)[number]["key"];

/** The persona with this key. */
export function persona(key: PersonaKey): Persona {
  const found = personas.find((candidate) => candidate.key === key);
  if (!found) throw new Error(`There is no persona ${key}.`);
  return found;
}
