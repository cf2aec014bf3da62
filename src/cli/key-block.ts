import type { NewKey } from '#contract/types.ts'

/** What is printed of a key, this once. */
export function keyBlock(what: 'created' | 'rotated', { name, id, api_key }: NewKey): string {
  return `${what} ${name}  (${id})\n  api_key: ${api_key}\n\nshare api_key with the user. They configure with: track config\n`
}
