export function writeRoutesModules(root: string): void;
export function machineRoutes(app: string): string[];
export function routesModule(routes: readonly string[]): string;
