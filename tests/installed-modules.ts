import type { StaffPermission } from "@/lib/platform/module";
import { installAllModules } from "@/lib/runtime/install";
import { merged } from "@/lib/runtime/merged";
import { modules } from "@/lib/runtime/modules";

// For tests of what reads permissions or scopes: as booting does it.
installAllModules();

/** Every permission that a module brings along. */
export const permissions = Object.keys(merged(modules, "permissions")) as StaffPermission[];
