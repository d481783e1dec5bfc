/** True for a key that has a text, where the key comes from elsewhere: a code of Stripe's, a row of long ago. */
export function hasText<Key extends string>(
  t: { (key: Key): unknown; has(key: string): boolean },
  key: string,
): key is Key {
  return t.has(key);
}
