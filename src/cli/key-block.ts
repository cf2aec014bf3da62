import type { NewKey } from '#contract/types.ts'

/** The message that shows a new key, which can't be shown again. */
export function keyBlock(what: 'created' | 'rotated', { name, id, api_key }: NewKey): string {
  const instruction = 'share api_key with the user. They configure with: track config'
  return `${what} ${name}  (${id})\n  api_key: ${api_key}\n\n${instruction}\n`
}
