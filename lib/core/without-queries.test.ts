import { expect, test } from "vitest";
import { withoutQueries } from "@/lib/core/without-queries";

const secret = "token=s3cret";
const report = {
  event_id: "e1",
  message: `GET https://gatehouse.test/sign-in/confirm?${secret} failed`,
  transaction: `/sign-in/confirm?${secret}`,
  request: {
    url: `https://gatehouse.test/sign-in/confirm?${secret}`,
    query_string: secret,
    headers: { Referer: `https://gatehouse.test/mail-address/undo?${secret}#here`, "User-Agent": "Browser/1" },
  },
  breadcrumbs: [{ category: "navigation", data: { from: `/sign-in/confirm?${secret}`, to: "/account" } }],
  exception: { values: [{ type: "Error", value: `could not load "/connect/code?${secret}"` }] },
  spans: [
    { data: { "http.query": `?${secret}`, "url.full": `http://localhost:3000/a?${secret}`, "http.status": 200 } },
  ],
  contexts: { trace: { data: { "http.target": `/a?${secret}` } } },
};

test("no part of a report keeps what stands behind the question mark of an address", () => {
  const scrubbed = withoutQueries(report);
  expect(JSON.stringify(scrubbed)).not.toContain("s3cret");
  expect(scrubbed.request.url).toBe("https://gatehouse.test/sign-in/confirm");
  expect(scrubbed.breadcrumbs[0]?.data).toEqual({ from: "/sign-in/confirm", to: "/account" });
});

test.each([
  ["[fetch](https://a.test/b?x)", "[fetch](https://a.test/b)"],
  ["from=/a?x=/b to=/c#d end", "from=/a to=/c end"],
  ["why?x=/a?b", "why?x=/a"],
  ["'/a?b' (/c?d) \"https://e.test/?f\"", "'/a' (/c) \"https://e.test/\""],
  ["a/b?c", "a/b?c"],
])("of %s stays %s", (message, left) => {
  expect(withoutQueries({ message })).toEqual({ message: left });
});

test("what is no address stays as it was", () => {
  const plain = { event_id: "e1", message: "Why? 1/2 of it", exception: { values: [{ value: "a ? b : c" }] } };
  expect(withoutQueries(plain)).toEqual(plain);
  expect(withoutQueries(report).request.headers["User-Agent"]).toBe("Browser/1");
});
