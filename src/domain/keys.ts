export const API_KEY = /^trk_[0-9A-Za-z]{43}$/
export const FEED_KEY = /^trf_[0-9A-Za-z]{43}$/

/** An API key opens all that is its user's, a feed key the feed of one space, or that of all. */
export type KeyKind = 'api' | 'feed' | 'feed of all'

const BASE62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
const DIGITS = 43

/** A key of 256 random bits: its prefix and 43 base62 characters. */
export function keyFrom(prefix: 'trk_' | 'trf_', random: Uint8Array): string {
  if (random.length !== 32) throw new RangeError('a key is made from 32 random bytes')
  let rest = random.reduce((number, byte) => number * 256n + BigInt(byte), 0n)
  let digits = ''
  for (let i = 0; i < DIGITS; i++) {
    digits = BASE62[Number(rest % 62n)] + digits
    rest /= 62n
  }
  return prefix + digits
}

const ANY_KEY = /(tr[kf](?:_|%5[Ff]))(?![0-9A-Za-z]{4}…)[0-9A-Za-z]{4,43}/g

/** A text with every key in it, whole or in part, cut short; what is masked already stays as it is. */
export function withoutKeys(text: string): string {
  return text.replace(ANY_KEY, '$1…')
}

/** What may be shown of a key: its first 8 characters. */
export function masked(key: string): string {
  return `${key.slice(0, 8)}…`
}
