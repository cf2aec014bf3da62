import type { networkInterfaces } from 'node:os'
import { knownInterfaces } from './own-addresses.ts'

/**
 * The URLs by which other machines of the network reach a server that listens on all addresses (`0.0.0.0`, or `::` for
 * both families); empty for any other address, and where the system does not tell its addresses.
 */
export function networkUrls(address: string, port: number, interfaces?: typeof networkInterfaces): string[] {
  if (address !== '0.0.0.0' && address !== '::') return []
  return Object.values(knownInterfaces(interfaces))
    .flatMap((addresses = []) => addresses)
    .filter(({ internal, family }) => !internal && (family === 'IPv4' || address === '::'))
    .filter((one) => !/^(?:169\.254\.|fe80:)/i.test(one.address)) // link-local: of no use without the interface
    .map((one) => `http://${one.family === 'IPv6' ? `[${one.address}]` : one.address}:${port}`)
}
