import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { isUnreadForm, noteFormIsRead, serveForm } from "@/lib/web/form-request";
import { openFrontDoor } from "@/lib/web/front-door";

/** What Next does with the request, once it has it. */
let next: () => number;
const heard: string[] = [];
let unread: boolean[] = [];

const server = openFrontDoor({
  origin: "http://gatehouse.test",
  serve: (request, response) =>
    serveForm({
      request,
      response,
      onRefusal: ({ code }) => heard.push(code),
      serve: () => {
        request.resume();
        setImmediate(() => {
          response.statusCode = next();
          unread.push(isUnreadForm());
          response.end("what Next says");
        });
      },
    }),
});
let origin = "";
beforeAll(async () => {
  await once(server.listen(0, "127.0.0.1"), "listening");
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => server.close());
beforeEach(() => {
  heard.length = 0;
  unread = [];
});

const action = { "next-action": "abc" };
const multipart = { "content-type": "multipart/form-data; boundary=x" };
const post = (headers: Record<string, string>) => fetch(origin, { method: "POST", headers, body: "garbage" });

test.each([action, multipart, { ...action, ...multipart }])(
  "a form that Next can't read is refused, and staff hear of it",
  async (headers) => {
    next = () => 500;
    const answer = await post(headers);
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ code: "invalid_request" });
    expect(heard).toEqual(["invalid_request"]);
    expect(unread).toEqual([true]);
  },
);

test("a person who sent it without scripts gets a page", async () => {
  next = () => 500;
  const answer = await post({ ...multipart, accept: "text/html" });
  expect(answer.status).toBe(400);
  expect(answer.headers.get("content-type")).toContain("text/html");
});

test("a failure after an action of ours was called stays a failure", async () => {
  next = () => {
    noteFormIsRead();
    return 500;
  };
  const answer = await post(action);
  expect(answer.status).toBe(500);
  expect(heard).toEqual([]);
  expect(unread).toEqual([false]);
});

test("a failure of anything that is no form stays one, and a form that is answered stays so", async () => {
  next = () => 500;
  expect((await fetch(origin)).status).toBe(500);
  expect((await post({ "content-type": "application/json" })).status).toBe(500);
  expect(unread).toEqual([false, false]);
  next = () => 200;
  expect(await (await post(action)).text()).toBe("what Next says");
});
