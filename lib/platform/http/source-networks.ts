import ipaddr from "ipaddr.js";

/** What an address counts as: the network of one subscriber, and for IPv6 the site that it may be one of many of. */
export type SourceNetworks = { network: string; site: string | null };

/**
 * The networks behind an address, for limits and refusals: a subscriber of IPv6 chooses freely among the 2^64 addresses of
 * their /64, and a site among the 65,536 such networks of its /48 (RFC 6177), so neither is counted by address. IPv4 is
 * counted by address, also where IPv6 carries it (`::ffff:192.0.2.7`, and RFC 6052 and 6145). Zone and port say nothing
 * of who asks. What is no address counts as it is written.
 */
export function networksOf(source: string): SourceNetworks {
  const address = parseAddress(source);
  if (!address) return { network: source, site: null };
  if (address instanceof ipaddr.IPv4) return { network: address.toString(), site: null };
  return { network: prefixOf(address, 64), site: prefixOf(address, 48) };
}

/** Ranges of IPv6 whose last 32 bits are an IPv4 address. */
const carriesIpv4 = new Set(["ipv4Mapped", "rfc6052", "rfc6145"]);

function parseAddress(source: string): ipaddr.IPv4 | ipaddr.IPv6 | null {
  const bare = source.replace(/^\[(.*)\](:\d+)?$/, "$1").replace(/^([\d.]+):\d+$/, "$1");
  if (!ipaddr.isValid(bare)) return null;
  const address = ipaddr.parse(bare);
  if (address instanceof ipaddr.IPv4) return address;
  return carriesIpv4.has(address.range()) ? new ipaddr.IPv4(address.toByteArray().slice(12)) : address;
}

function prefixOf(address: ipaddr.IPv6, bits: 48 | 64): string {
  const parts = address.parts.slice(0, bits / 16).map((part) => part.toString(16));
  return `${parts.join(":")}::/${bits}`;
}
