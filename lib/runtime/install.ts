import { type Installed, installModules } from "@/lib/platform/installed";
import { merged } from "@/lib/runtime/merged";
import { modules } from "@/lib/runtime/modules";

/** Hands what the modules bring along to the layers below them. Called as a process boots; may be repeated. */
export function installAllModules(): void {
  // A permission or a scope that no module explains does not compile.
  const parts: Installed = { permissions: merged(modules, "permissions"), scopes: merged(modules, "scopes") };
  installModules(parts);
}
