import type { StaffRole } from "@/lib/core/actor";
import { isPermitted } from "@/lib/platform/installed";
import type { Module, NavigationArea, NavigationLink } from "@/lib/platform/module";
import { modules } from "@/lib/runtime/modules";

/** The links of an area in their order; of staff, those that the role may follow. */
export function navigationOf(area: NavigationArea, role: StaffRole | null = null): NavigationLink[] {
  return modules
    .flatMap(({ navigation = [] }: Module) => navigation)
    .filter((link) => link.area === area && (!link.permission || isPermitted(role, link.permission)))
    .sort((one, other) => one.order - other.order);
}
