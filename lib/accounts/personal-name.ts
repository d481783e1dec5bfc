import { z } from "zod";

const maxNameLength = 60;

/** The writing systems whose spelling uses the joiners U+200C and U+200D, e.g. Persian and the Indic ones (UAX #31, 2.3). */
const joiningScript =
  /^[\p{scx=Arab}\p{scx=Syrc}\p{scx=Nkoo}\p{scx=Mong}\p{scx=Deva}\p{scx=Beng}\p{scx=Guru}\p{scx=Gujr}\p{scx=Orya}\p{scx=Taml}\p{scx=Telu}\p{scx=Knda}\p{scx=Mlym}\p{scx=Sinh}\p{scx=Khmr}\p{scx=Mymr}]$/u;
const letterOrMark = /^[\p{L}\p{M}]$/u;
/** Nothing to see, or something that turns the text around it: controls, halves of characters, fillers, bidi marks. */
const unseen = /^[\p{C}\p{Default_Ignorable_Code_Point}\p{Zl}\p{Zp}\u2800]$/u;
const joiner = /^[\u200c\u200d]$/;
const picture = /^\p{Extended_Pictographic}$/u;
const beforeJoinedPicture = /^(?:[\p{Extended_Pictographic}\p{Emoji_Modifier}]|\ufe0f)$/u;
/** Accents beyond the fourth on one letter: no language has them, and they cover the lines around. */
const pileOfMarks = /(?<=\p{M}{4})\p{M}/gu;

/** What is meant as an address, of mail or of the web. */
const meantAddress = /@|:\/\/|\\\\|www\./i;
/**
 * What programs take for an address: a full stop inside a word, before what may be the end of a host's name (a list of
 * those would never stay complete), and the number of a machine.
 */
const linkedAddress =
  /[\p{L}\p{M}\p{N}_-][.\u3002](?=[\p{L}\p{N}][\p{L}\p{M}\p{N}-])[\p{N}-]{0,60}\p{L}|\d\.\d+\.\d+\.\d/u;

/**
 * A name as it is kept: of a person, an account or a team. Composed (NFC), with single spaces, and null instead of nothing.
 * Names appear in mails to people without an account and on other people's pages, so they hold no address to go to, and
 * nothing that can't be seen or that turns the reading direction. Every writing system is welcome.
 */
export const personalName = z
  .string()
  .trim()
  .overwrite(tidy)
  .max(maxNameLength)
  .refine((name) => keepSeen(name) === name, "A name holds nothing that can't be seen, and no pile of accents.")
  .refine(
    (name) => !looksLikeAddress(name),
    "A name holds no web or mail address. Write a space after a full stop: Dr. Smith.",
  )
  .transform((name) => (name === "" ? null : name))
  .nullable();

/**
 * A name from an external source, e.g. Stripe or Google, made harmless, because no user is there to correct it:
 * what can't be seen goes, and a full stop gets a space behind it, so that nothing makes a link of `evil.com` or `Dr.Smith`.
 * Null for what is meant as an address, and where nothing is left.
 */
export function toPersonalName(text: string | null | undefined): string | null {
  const spaced = (text ?? "").slice(0, 1000).replace(/[\t-\r\u0085\u2028\u2029]/g, " ");
  const seen = keepSeen(tidy(keepSeen(spaced)));
  if (meantAddress.test(toPlain(seen))) return null;
  const harmless = linkedAddress.test(toPlain(seen)) ? breakUp(seen) : seen;
  // The cut may have gone through a character or a cluster of them: half of one is no text.
  const parsed = personalName.safeParse(keepSeen(harmless.slice(0, maxNameLength)));
  return parsed.success ? parsed.data : null;
}

/** One way to write the same name: accents composed, and a single space wherever there is any. */
function tidy(text: string): string {
  return text
    .normalize("NFC")
    .split(/[\p{Zs}]/u)
    .filter(Boolean)
    .join(" ");
}

/** The name without what can't be seen; joiners stay where spelling needs them, and in the emoji that they make. */
function keepSeen(name: string): string {
  const characters = [...name];
  const kept = characters.filter((character, index) => {
    if (!unseen.test(character)) return true;
    const [before = "", after = ""] = [characters[index - 1], characters[index + 1]];
    return isSpelling(character, before, after) || isEmojiPart(character, before, after);
  });
  return kept.join("").replace(pileOfMarks, "");
}

function isSpelling(character: string, before: string, after: string): boolean {
  return (
    joiner.test(character) &&
    [before, after].every((neighbour) => letterOrMark.test(neighbour) && joiningScript.test(neighbour))
  );
}

/** U+FE0F after a picture, and U+200D between two: "❤️", "👩‍💻". */
function isEmojiPart(character: string, before: string, after: string): boolean {
  if (character === "\ufe0f") return picture.test(before);
  return character === "\u200d" && picture.test(after) && beforeJoinedPicture.test(before);
}

/** As programs read it: the wide letters and full stops of East Asia as the plain ones. */
function toPlain(name: string): string {
  return name.normalize("NFKC");
}

function looksLikeAddress(name: string): boolean {
  const plain = toPlain(name);
  return meantAddress.test(plain) || linkedAddress.test(plain);
}

function breakUp(name: string): string {
  return tidy(toPlain(name).replace(/[.\u3002]/g, ". "));
}
