import { expect, test } from "vitest";
import { getSignedLeaseKeys } from "@/lib/entitlements/lease-keys";
import { rotateSigningKeys } from "@/lib/identity/keys";
import { db } from "@/lib/platform/db";
import { singleton } from "@/lib/platform/registry";

/** In this file no call knows of another one, as if each came to a process of its own. */
class Forgetful extends WeakMap<object, Promise<unknown>> {
  override get(): undefined {
    return undefined;
  }
}
singleton("signed-lease-keys", () => new Forgetful());

test("processes that see new keys at the same time make one version between them", async () => {
  for (const version of [1, 2, 3]) {
    const sets = await Promise.all(Array.from({ length: 6 }, () => getSignedLeaseKeys()));
    expect(new Set(sets.map(({ token }) => token)).size).toBe(1);
    expect(sets[0]?.version).toBe(version);
    await rotateSigningKeys("lease", { isCompromised: true });
  }
  expect(await db().leaseKeySet.count()).toBe(3);
});
