import { handleLeaseKeys } from "@/lib/entitlements/lease-keys-endpoint";

export { handleLeaseKeys as GET, handleLeaseKeys as HEAD };
