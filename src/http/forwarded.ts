import type { IncomingMessage } from 'node:http'
import { BlockList, isIP } from 'node:net'
import type { HttpSettings } from './backend.ts'

/** Whether the x-forwarded headers that `address` sent count. `hop` 0 is who connected, 1 whom that one names, … */
export type TrustProxy = (address: string | undefined, hop: number) => boolean

/** Reads the setting: true, false, a function, or addresses and ranges (CIDR) separated by commas. */
export function trustProxyFrom(setting: HttpSettings['trustProxy']): TrustProxy {
  if (typeof setting === 'boolean') return () => setting
  if (typeof setting === 'function') return (address, hop) => setting(address ?? '', hop)
  const trusted = new BlockList()
  for (const range of setting.split(',')) {
    const [address = '', bits] = range.trim().split('/')
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4'
    if (bits === undefined) trusted.addAddress(address, family)
    else trusted.addSubnet(address, Number(bits), family)
  }
  return (address = '') => {
    const version = isIP(address)
    return version !== 0 && trusted.check(address.split('%')[0]!, version === 6 ? 'ipv6' : 'ipv4')
  }
}

/**
 * Who sent a request, nearest first: the connection's address, then what x-forwarded-for tells from its end on, up to
 * and including the first address that is not trusted. The last one counts as the client.
 */
export function addressesOf({ socket, headers }: IncomingMessage, trusts: TrustProxy): (string | undefined)[] {
  const addresses = [socket.remoteAddress]
  const forwarded = headers['x-forwarded-for']
  if (!forwarded) return addresses
  for (const address of String(forwarded).split(',').toReversed()) {
    if (!trusts(addresses.at(-1), addresses.length - 1)) break
    if (address.trim()) addresses.push(address.trim())
  }
  return addresses
}

/** Scheme, host and port under which the client sees the server. */
export function originOf({ socket, headers }: IncomingMessage, trusts: TrustProxy): string {
  const trusted = (headers['x-forwarded-proto'] || headers['x-forwarded-host']) && trusts(socket.remoteAddress, 0)
  const protocol = (trusted && lastOf(headers['x-forwarded-proto'])) || 'http'
  const host = (trusted && lastOf(headers['x-forwarded-host'])) || (headers.host ?? '')
  return `${protocol}://${host}`
}

/** The proxy that is nearest to the server adds its word last. */
function lastOf(header: string | string[] | undefined): string | undefined {
  return header === undefined ? undefined : String(header).split(',').at(-1)!.trim()
}

/** The rate limit's unit: an IPv4 address, or the /64 of an IPv6 address, since a household has a whole one. */
export function addressGroup(ip: string | undefined): string {
  if (!ip || !isIP(ip)) return 'no address' // a connection that has ended, or whatever a trusted proxy forwards
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(ip)
  if (mapped) return mapped[1]!
  if (!ip.includes(':')) return ip
  const [head = '', tail] = ip.split('%')[0]!.split('::')
  const left = head.split(':').filter(Boolean)
  const right = tail?.split(':').filter(Boolean) ?? []
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - left.length - right.length)
  return [...left, ...Array<string>(zeros).fill('0'), ...right]
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':')
}
