import fc from "fast-check";
import { expect, test } from "vitest";
import { personalName, toPersonalName } from "@/lib/accounts/personal-name";

const isTaken = (name: string) => personalName.safeParse(name).success;

test.each([
  "J. R. R. Tolkien",
  "J.R.R. Tolkien",
  "Müller-Lüdenscheidt",
  "O’Neil & Sons B.V.",
  "O'Brien, Inc.",
  "St. John",
  "Dr. Smith",
  "Novo Nordisk A/S",
  "Sp. z o.o.",
  "Studio 2.0 (Gent)",
  "Anna-Lena d’Été",
  "Nguyễn Thị Minh Khai",
  "محمد بن راشد",
  "علی‌رضا", // U+200C, as Persian writes it
  "क्‍ष", // U+200D, as Hindi writes it
  "ශ්‍රී ලංකා",
  "בֶּן־גּוּרִיּוֹן",
  "山田 太郎",
  "ジョン・スミス",
  "김철수",
  "สมชาย ใจดี",
  "Şükrü Çağlar",
  "Николай II",
  "❤️ Bakery 👩‍💻",
  "X Æ A-12",
])("%s is a name", (name) => {
  expect(personalName.parse(name)).toBe(name.normalize("NFC"));
  expect(toPersonalName(name)).toBe(name.normalize("NFC"));
});

test.each([
  ["evil.com/claim", "evil. com/claim"],
  ["Your bank evil.com", "Your bank evil. com"],
  ["x@evil.com", null],
  ["x@localhost", null],
  ["https://localhost", null],
  ["WWW.evil.c", null],
  ["ｅｖｉｌ．ｃｏｍ", "evil. com"],
  ["evil。com", "evil. com"],
  ["evil․com", "evil. com"], // U+2024
  ["x＠evil", null],
  ["пример.рф", "пример. рф"],
  ["例え.テスト", "例え. テスト"],
  ["a.xn--p1ai", "a. xn--p1ai"],
  ["see 192.0.2.7", "see 192. 0. 2. 7"],
  ["\\\\server\\share", null],
  ["Dr.Smith", "Dr. Smith"],
])("%s is rejected as input, and becomes %s from an external source", (name, harmless) => {
  expect(isTaken(name)).toBe(false);
  expect(toPersonalName(name)).toBe(harmless);
});

test.each([
  ["moc.live\u202e", "moc. live"],
  ["A\u2066da\u2069", "Ada"],
  ["ev\u200bil.com", "evil. com"],
  ["e\u200dvil", "evil"],
  ["A\u00adda", "Ada"],
  ["A\ufeffda", "Ada"],
  ["Ada\u{e0041}", "Ada"],
  ["\u3164\u3164", null],
  ["\u2800", null],
  ["A\u0007da", "Ada"],
  ["two\nlines", "two lines"],
  ["half \ud83d", "half"],
  ["z\u0335\u0336\u0337\u0338\u0339\u033a", "z\u0335\u0336\u0337\u0338"],
  ["مح\u200c", "مح"],
  ["a\ufe0f\u200d💻", "a💻"],
])("%j holds invisible characters: rejected as input, removed from an external source", (name, harmless) => {
  expect(isTaken(name)).toBe(false);
  expect(toPersonalName(name)).toBe(harmless);
});

test("spaces of every kind become one, and nothing becomes null", () => {
  expect(personalName.parse(" Ada\u00a0 \u3000Lovelace ")).toBe("Ada Lovelace");
  for (const nothing of ["", "  ", "\u00a0", null]) expect(personalName.parse(nothing)).toBeNull();
  for (const nothing of ["", " ", null, undefined]) expect(toPersonalName(nothing)).toBeNull();
  expect(isTaken("x".repeat(61))).toBe(false);
  expect(toPersonalName("x".repeat(100))).toBe("x".repeat(60));
});

/** Text that is more often dangerous than text is: pieces of addresses, joiners and marks between letters of all kinds. */
const text = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        ".",
        "@",
        "://",
        "www.",
        "evil.com",
        "．",
        "。",
        "\\\\",
        " ",
        "\u200d",
        "\u200c",
        "\u202e",
        "\ufe0f",
      ),
      fc.constantFrom("a", "é", "م", "क", "\u094d", "💻", "\u0301", "7", "山", "\ud83d", "\n", "\u3164", "㏂", "⒈"),
      fc.string({ unit: "binary", maxLength: 4 }),
    ),
    { maxLength: 40 },
  )
  .map((pieces) => pieces.join(""));

test("any text from an external source becomes a name that a person could have typed, or null", () => {
  fc.assert(
    fc.property(text, (told) => {
      const name = toPersonalName(told);
      if (name === null) return;
      expect(personalName.parse(name)).toBe(name);
      expect(toPersonalName(name)).toBe(name);
    }),
    { numRuns: 2000 },
  );
});

test("no name that is taken holds an address or anything unseen", () => {
  fc.assert(
    fc.property(text, (typed) => {
      const parsed = personalName.safeParse(typed);
      if (!parsed.success || parsed.data === null) return;
      const plain = parsed.data.normalize("NFKC");
      expect(plain).not.toMatch(
        /@|:\/\/|\\\\|www\.|\p{L}[.。]\p{L}{2}|[\u202a-\u202e\u2066-\u2069\u200b\u3164\p{Cc}\p{Cs}]/u,
      );
      expect(parsed.data.length).toBeLessThanOrEqual(60);
    }),
    { numRuns: 2000 },
  );
});

test("names without a full stop in any script are taken as they are", () => {
  const letters = fc.string({ unit: fc.constantFrom(..."aäßøčжاعבשकতమ山田ひカ김ไ'’-& "), minLength: 1, maxLength: 50 });
  fc.assert(
    fc.property(letters, (name) => {
      expect(isTaken(name)).toBe(true);
    }),
  );
});
