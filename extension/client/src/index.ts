import { createGatehouse } from "./create-gatehouse";
import { GatehouseError } from "./errors";
import type { CodeSignIn, Entitlements, Feature, Gatehouse, GatehouseConfig, OnPaid, Stop, Usage, User } from "./types";

/*
 * The surface of `@gatehouse/extension`: `createGatehouse` for whoever wants an object, `configure` and the functions below
 * for whoever wants one Gatehouse and short imports.
 */
export type {
  CodeSignIn,
  Entitlements,
  ErrorCode,
  Feature,
  Gatehouse,
  GatehouseConfig,
  LeaseReason,
  OnPaid,
  Problem,
  Reason,
  RootKey,
  ServerReason,
  Status,
  Stop,
  Usage,
  User,
} from "./types";
export { createGatehouse, GatehouseError };

let configured: Gatehouse | null = null;

/** Makes the one Gatehouse that the functions of this module speak for. Call it once in each context, at the top level. */
export function configure(config: GatehouseConfig): Gatehouse {
  configured = createGatehouse(config);
  return configured;
}

function current(): Gatehouse {
  if (!configured) throw new GatehouseError("misconfigured", "configure");
  return configured;
}

/** See {@link Gatehouse.listen}. */
export const listen = (): void => current().listen();
/** See {@link Gatehouse.signIn}. */
export const signIn = async (): Promise<Entitlements> => current().signIn();
/** See {@link Gatehouse.signInWithCode}. */
export const signInWithCode = async (): Promise<CodeSignIn> => current().signInWithCode();
/** See {@link Gatehouse.signOut}. */
export const signOut = async (): Promise<void> => current().signOut();
/** See {@link Gatehouse.getEntitlements}. */
export const getEntitlements = async (): Promise<Entitlements> => current().getEntitlements();
/** See {@link Gatehouse.getFeature}. */
export const getFeature = async (feature: string): Promise<Feature> => current().getFeature(feature);
/** See {@link Gatehouse.isActive}. */
export const isActive = async (feature: string): Promise<boolean> => current().isActive(feature);
/** See {@link Gatehouse.onChange}. */
export const onChange = (listener: (entitlements: Entitlements) => void): Stop => current().onChange(listener);
/** See {@link Gatehouse.reportUsage}. */
export const reportUsage = async (feature: string, amount: number): Promise<Usage> =>
  current().reportUsage(feature, amount);
/** See {@link Gatehouse.markUsed}. */
export const markUsed = async (feature: string): Promise<void> => current().markUsed(feature);
/** See {@link Gatehouse.openPricing}. */
export const openPricing = async (): Promise<void> => current().openPricing();
/** See {@link Gatehouse.openPortal}. */
export const openPortal = async (): Promise<void> => current().openPortal();
/** See {@link Gatehouse.getUser}. */
export const getUser = async (): Promise<User> => current().getUser();
/** See {@link Gatehouse.onPaid}. */
export const onPaid: OnPaid = { addListener: (listener) => current().onPaid.addListener(listener) };
