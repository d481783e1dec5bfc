import { expect, test } from "vitest";
import { findHeaderReads, headersRead } from "./headers-read";

test("the list has every request header that the code reads, and no other", () => {
  expect(findHeaderReads()).toEqual({ names: Object.keys(headersRead).sort(), unknown: [] });
}, 240_000);
