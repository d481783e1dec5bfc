import fc from "fast-check";
import { expect, test } from "vitest";
import { networksOf } from "@/lib/platform/http/source-networks";

const same = (...addresses: string[]) =>
  new Set(addresses.map((address) => JSON.stringify(networksOf(address)))).size === 1;

test("every address of one /64 counts as one network, and every /64 of one /48 as one site", () => {
  const part = fc.integer({ min: 0, max: 0xffff }).map((value) => value.toString(16));
  fc.assert(
    fc.property(
      fc.array(part, { minLength: 4, maxLength: 4 }),
      fc.array(part, { minLength: 5, maxLength: 5 }),
      (host, other) => {
        const one = networksOf(`2001:db8:7:9:${host.join(":")}`);
        expect(one).toEqual({ network: "2001:db8:7:9::/64", site: "2001:db8:7::/48" });
        expect(networksOf(`2001:db8:7:${other.join(":")}`).site).toBe(one.site);
      },
    ),
  );
});

test("the ways of writing one address count as one", () => {
  expect(same("2001:DB8:0:0:0:0:0:1", "2001:db8::1", "2001:db8::1%eth0", "[2001:db8::1]", "[2001:db8::1]:443")).toBe(
    true,
  );
  expect(same("192.0.2.7", "192.0.2.7:50123", "::ffff:192.0.2.7", "::FFFF:c000:207", "64:ff9b::192.0.2.7")).toBe(true);
  expect(networksOf("::ffff:192.0.2.7")).toEqual({ network: "192.0.2.7", site: null });
});

test("two IPv4 addresses are two sources, also where IPv6 carries them", () => {
  expect(networksOf("192.0.2.7").network).not.toBe(networksOf("192.0.2.8").network);
  expect(networksOf("::ffff:192.0.2.7").network).not.toBe(networksOf("::ffff:192.0.2.8").network);
});

test("link-local addresses of two zones are one network", () => {
  expect(networksOf("fe80::1%eth0")).toEqual(networksOf("fe80::2%eth1"));
});

test("what is no address counts as it is written", () => {
  for (const source of ["unknown", "", "[", "::g", "1.2.3.4.5", "_hidden"]) {
    expect(networksOf(source)).toEqual({ network: source, site: null });
  }
});
