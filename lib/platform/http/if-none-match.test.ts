import { expect, test } from "vitest";
import { isHeld } from "@/lib/platform/http/if-none-match";

const etag = '"abc"';

test.each([
  ["the tag itself", etag],
  ["the tag, marked as weak by a proxy that compresses", `W/${etag}`],
  ["any tag", "*"],
  ["one of a list", `"x", ${etag}`],
  ["one of a list, marked as weak", `"x"\t ,\tW/${etag} , "y"`],
  ["one of a list with empty places", `,, ${etag},`],
])("a client that holds %s is answered 304", (_what, header) => {
  expect(isHeld(header, etag)).toBe(true);
});

test.each([
  ["nothing", null],
  ["an empty header", ""],
  ["another tag", '"abcd"'],
  ["the tag without its quotes", "abc"],
  ["a prefix that is written small", `w/${etag}`],
  ["the prefix twice", `W/W/${etag}`],
  ["two tags that nothing parts", `"x" ${etag}`],
])("a client that holds %s is sent the document", (_what, header) => {
  expect(isHeld(header, etag)).toBe(false);
});
