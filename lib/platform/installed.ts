import type { StaffRole } from "@/lib/core/actor";
import type { ApiScope, StaffPermission } from "@/lib/platform/module";
import { singleton } from "@/lib/platform/registry";

/** What the modules bring along and layers below the list of modules read. */
export type Installed = {
  permissions: Record<StaffPermission, readonly StaffRole[]>;
  scopes: Record<ApiScope, string>;
};

const slot = () => singleton<{ parts: Installed | null }>("installed-modules", () => ({ parts: null }));

/** Hands over what the modules bring along. Each process does it once, as it boots. */
export function installModules(parts: Installed): void {
  slot().parts = parts;
}

function installed(): Installed {
  const { parts } = slot();
  if (!parts) throw new Error("The modules are not installed: this process has not booted.");
  return parts;
}

/** True when the permission's own list names the role. */
export function isPermitted(role: StaffRole | null | undefined, permission: StaffPermission): boolean {
  return role != null && rolesWith(permission).includes(role);
}

/** The roles that have a permission. */
export function rolesWith(permission: StaffPermission): readonly StaffRole[] {
  return installed().permissions[permission];
}

/** Every scope of the API, and what it allows. */
export function apiScopes(): Record<ApiScope, string> {
  return installed().scopes;
}
