import { networkInterfaces } from 'node:os'

/** The addresses of the machine; empty where the system does not tell them. */
export function ownAddresses(): string[] {
  return Object.values(knownInterfaces()).flatMap((addresses = []) => addresses.map(({ address }) => address))
}

/** A sandbox may refuse to tell (systemd: RestrictAddressFamilies without AF_NETLINK). */
export function knownInterfaces(interfaces = networkInterfaces): ReturnType<typeof networkInterfaces> {
  try {
    return interfaces()
  } catch {
    return {}
  }
}
