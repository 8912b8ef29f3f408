import { BlockList, isIP } from 'node:net'

/** Special-purpose addresses (IANA registries after RFC 6890): of a machine, a house, a link, a test, or a tunnel to one of these. */
// Two lists: one alone would take every IPv4 address for the mapped IPv6 address that is refused.
const special = { ipv4: new BlockList(), ipv6: new BlockList() }
const specialV4 = [
  ['0.0.0.0', 8], ['10.0.0.0', 8], ['100.64.0.0', 10], ['127.0.0.0', 8], ['169.254.0.0', 16], ['172.16.0.0', 12], ['192.0.0.0', 24], ['192.0.2.0', 24],
  ['192.88.99.0', 24], ['192.168.0.0', 16], ['198.18.0.0', 15], ['198.51.100.0', 24], ['203.0.113.0', 24], ['224.0.0.0', 4], ['240.0.0.0', 4],
] as const
const specialV6 = [
  ['::', 96], ['::ffff:0:0', 96], ['64:ff9b::', 96], ['64:ff9b:1::', 48], ['100::', 64], ['2001::', 23], ['2001:db8::', 32], ['2002::', 16],
  ['3fff::', 20], ['5f00::', 16], ['fc00::', 7], ['fe80::', 10], ['fec0::', 10], ['ff00::', 8],
] as const
for (const [network, prefix] of specialV4) special.ipv4.addSubnet(network, prefix, 'ipv4')
for (const [network, prefix] of specialV6) special.ipv6.addSubnet(network, prefix, 'ipv6')

/** Tells whether an IP address belongs to the public internet. */
export function isPublicAddress(address: string): boolean {
  const family = isIP(address) === 4 ? 'ipv4' : 'ipv6'
  return isIP(address) !== 0 && !special[family].check(address, family)
}
