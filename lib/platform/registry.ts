const key = Symbol.for("gatehouse.singletons");
const holder = globalThis as typeof globalThis & { [key]?: Map<string, unknown> };

/**
 * The one instance of a thing in this process. Next bundles modules more than once (pages, routes, the entry in
 * server.ts), so module variables would give each bundle a pool and a clock of its own; this does not.
 */
export function singleton<T>(name: string, create: () => T): T {
  holder[key] ??= new Map();
  const instances = holder[key];
  if (!instances.has(name)) instances.set(name, create());
  return instances.get(name) as T;
}
