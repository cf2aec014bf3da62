import type { NetworkInterfaceInfo } from 'node:os'
import { expect, test } from 'vitest'
import { networkUrls } from './network-urls.ts'

const at = (address: string, internal = false) =>
  ({ address, internal, family: address.includes(':') ? 'IPv6' : 'IPv4' }) as NetworkInterfaceInfo
const INTERFACES = {
  lo: [at('127.0.0.1', true), at('::1', true)],
  eth0: [at('192.168.1.5'), at('2001:db8::5'), at('fe80::5'), at('169.254.3.4')],
  tailscale0: [at('100.64.0.7')],
  gone: undefined,
}

test('a server on all addresses is reached by those of each network that it is in', () => {
  const ipv4 = ['http://192.168.1.5:4747', 'http://100.64.0.7:4747']
  expect(networkUrls('0.0.0.0', 4747, () => INTERFACES)).toEqual(ipv4)
  expect(networkUrls('::', 4747, () => INTERFACES).toSorted()).toEqual(
    [...ipv4, 'http://[2001:db8::5]:4747'].toSorted(),
  )
  for (const address of ['127.0.0.1', '192.168.1.5', '::1'])
    expect(networkUrls(address, 4747, () => INTERFACES)).toEqual([])
})

test('a system that does not tell its addresses stops nothing', () => {
  const refuse = () => {
    throw new Error('uv_interface_addresses returned Unknown system error 1')
  }
  expect(networkUrls('0.0.0.0', 4747, refuse)).toEqual([])
  expect(networkUrls('127.0.0.1', 4747, refuse)).toEqual([])
})
