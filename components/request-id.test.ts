import { expect, test } from "vitest";
import { newestRequestId } from "@/components/request-id";

const entry = (name: string, startTime: number, id?: string) => ({
  name,
  startTime,
  serverTiming: id === undefined ? [] : [{ name: "request", description: id }],
});

test("the reference is that of the page's newest request, and never that of another page or of a picture", () => {
  const entries = [
    entry("https://example.com/account", 0, "req_first"),
    entry("https://example.com/account?_rsc=1", 40, "req_second"),
    entry("https://example.com/pricing?_rsc=1", 50, "req_elsewhere"),
    entry("https://example.com/icon.svg", 60),
  ];
  expect(newestRequestId(entries, "/account")).toBe("req_second");
  expect(newestRequestId(entries, "/account/invoices")).toBeNull();
});

test("a browser that tells no server timing gets no reference", () => {
  expect(newestRequestId([{ name: "https://example.com/", startTime: 0 }], "/")).toBeNull();
});
