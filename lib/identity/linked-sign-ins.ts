import { outsideProviderIds } from "@/lib/identity/outside-sign-in";
import { db } from "@/lib/platform/db";

/** The other ways to sign in that this deployment has, and which of them a person has used. Mail is always one more. */
export async function listLinkedSignIns(userId: string): Promise<{ provider: string; linkedAt: Date | null }[]> {
  const linked = await db().linkedSignIn.findMany({ where: { userId }, select: { provider: true, createdAt: true } });
  const names = new Set<string>([...outsideProviderIds(), ...linked.map(({ provider }) => provider)]);
  return [...names].map((provider) => ({
    provider,
    linkedAt: linked.find((one) => one.provider === provider)?.createdAt ?? null,
  }));
}
