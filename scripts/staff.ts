import { toEmailAddress } from "@/lib/accounts/email-address";
import { setStaffRole } from "@/lib/accounts/set-staff-role";
import { findUserByEmail } from "@/lib/accounts/users";
import { staffRoles } from "@/lib/core/actor";
import { closeDatabase, transaction } from "@/lib/platform/db";

/** `npm run staff -- ADDRESS ROLE|none`: makes somebody staff, or a customer again. They must have signed in once. */
const [address, roleName] = process.argv.slice(2);
const email = toEmailAddress(address);
const role = staffRoles.find((known) => known === roleName) ?? null;
if (!email || (!role && roleName !== "none")) {
  console.error(`Usage: npm run staff -- someone@example.org ${staffRoles.join("|")}|none`);
  process.exit(1);
}
const user = await findUserByEmail(email);
if (!user) {
  console.error(`Nobody has signed in as ${email} yet. Sign in once, then run this again.`);
  process.exit(1);
}
await transaction((tx) => setStaffRole(tx, { userId: user.id, role, actor: { kind: "system", name: "command-line" } }));
console.log(role ? `${email} is ${role} now.` : `${email} is no longer staff.`);
await closeDatabase();
