import type { Quota } from '#contract/types.ts'
import { conflict } from '#domain/errors.ts'
import type { Usage } from '#domain/usage.ts'

/** The most that a user may have; 0: any number. */
export type QuotaLimits = Usage

const WORDS = {
  item_count: { what: 'items, done ones included', setting: 'TRACK_QUOTA_ITEMS' },
  text_bytes: { what: 'bytes of text', setting: 'TRACK_QUOTA_BYTES' },
} as const satisfies Record<keyof Usage, object>
const COUNTED = Object.keys(WORDS) as (keyof Usage)[]

/** Throws `conflict` for a write that leaves a user with more than they had and more than they may have. */
export function requireQuota(limits: QuotaLimits, before: Usage, after: Usage): void {
  for (const name of COUNTED) {
    if (!limits[name] || after[name] <= limits[name] || after[name] <= before[name]) continue
    const { what, setting } = WORDS[name]
    throw conflict(`this would make ${after[name]} ${what}, and the quota of each user is ${limits[name]}`, {
      hint: `Nothing was changed. Remove what is no longer needed, or have ${setting} raised on the server.`,
    })
  }
}

/** What a user has of their quota; undefined where there is none. */
export function quotaOf(limits: QuotaLimits, used: Usage): Quota | undefined {
  const part = (name: keyof Usage) => (limits[name] ? { used: used[name], limit: limits[name] } : undefined)
  const [items, bytes] = [part('item_count'), part('text_bytes')]
  return items || bytes ? { ...(items && { items }), ...(bytes && { bytes }) } : undefined
}
