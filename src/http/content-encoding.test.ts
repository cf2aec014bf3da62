import { expect, it } from 'vitest'
import { preferredEncoding } from './content-encoding.ts'

it.each([
  ['br, gzip', 'br'],
  ['gzip, br', 'br'],
  ['gzip', 'gzip'],
  ['br;q=0, gzip', 'gzip'],
  ['br;q=0', undefined],
  ['br;q=0.000, gzip;q=0', undefined],
  ['br ; q=0.2 , gzip ; q=0.7', 'gzip'],
  ['BR;Q=0, GZIP', 'gzip'],
  ['*', 'br'],
  ['br;q=0, *', 'gzip'],
  ['*;q=0', undefined],
  ['identity', undefined],
  ['vbr, x-br, gzipped', undefined],
  ['br;q=nonsense', undefined],
  ['', undefined],
  [undefined, undefined],
])('of br and gzip, "%s" gets %s', (header, wanted) => {
  expect(preferredEncoding(header, ['br', 'gzip'])).toBe(wanted)
})
