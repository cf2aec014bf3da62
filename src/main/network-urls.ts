import { networkInterfaces } from 'node:os'

/**
 * The URLs by which other machines of the network reach a server that listens on all addresses (`0.0.0.0`, or `::` for
 * both families); empty for any other address.
 */
export function networkUrls(address: string, port: number, interfaces = networkInterfaces()): string[] {
  if (address !== '0.0.0.0' && address !== '::') return []
  return Object.values(interfaces)
    .flatMap((addresses = []) => addresses)
    .filter(({ internal, family }) => !internal && (family === 'IPv4' || address === '::'))
    .filter((one) => !/^(?:169\.254\.|fe80:)/i.test(one.address)) // link-local: of no use without the interface
    .map((one) => `http://${one.family === 'IPv6' ? `[${one.address}]` : one.address}:${port}`)
}
