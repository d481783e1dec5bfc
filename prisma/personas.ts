import type { StaffRole } from "@/lib/core/actor";

export type Persona = {
  key: string;
  name: string;
  email: string;
  /** What this person is there to show, for the table that the demo prints. */
  shows: string;
  staffRole?: StaffRole;
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
