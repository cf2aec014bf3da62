import type { FieldsInput } from '#contract/types.ts'
import type { Option } from './command.ts'
import { type Flags, priority, words } from './usage.ts'

/** The flags of add and edit, in the order of their help. */
export const FIELD_OPTIONS: Option[] = [
  { flags: '--due <date>', says: 'tomorrow, fri, in 3 days, jun 1, 2026-06-01; none clears' },
  { flags: '-p, --priority <1-5>', says: '1 is highest' },
  { flags: '--tags <a,b>', says: 'all tags', several: true },
  { flags: '--notes <text>', says: 'Markdown' },
  { flags: '--estimate <time>', says: '15m, 2h, 1h30m' },
  { flags: '--every <interval>', says: 'daily, weekly, 2 weeks, mon,thu, weekdays' },
  { flags: '--last-done <date>', says: 'when a chore was last done' },
  { flags: '--project <slug>', says: "a task's project" },
  { flags: '--feature <id>', says: "a task's feature" },
  { flags: '--for <name>', says: 'whom a gift is for' },
  { flags: '--occasion <text>', says: 'what a gift is for' },
  { flags: '--budget <amount>', says: '50, 19.99; gifts and shopping' },
  { flags: '--url <address>', says: 'where to buy it' },
]

/** Flags that the server reads as words, `none` included. */
const WORDED = { due: 'due', estimate: 'estimate', every: 'every', lastDone: 'last_done', budget: 'budget' } as const
/** Flags whose `none` is read here. */
const PLAIN = {
  notes: 'notes',
  project: 'project',
  feature: 'feature',
  for: 'recipient',
  occasion: 'occasion',
  url: 'url',
} as const

/** The fields that flags set; only those that were given. Words for dates, intervals and times stay as typed. */
export function fieldsOf(flags: Flags): FieldsInput {
  const fields: Record<string, unknown> = {}
  for (const [flag, field] of Object.entries({ ...WORDED, ...PLAIN })) {
    const text = words(flags, flag)
    if (text !== undefined) fields[field] = flag in PLAIN ? orNull(text) : text
  }
  const level = words(flags, 'priority')
  if (level !== undefined) fields.priority = priority(level)
  const tags = words(flags, 'tags')
  if (tags !== undefined) fields.tags = tagsOf(tags)
  return fields
}

/** A text, or null for an empty one and for `none`. */
export function orNull(text: string): string | null {
  return /^\s*(?:none)?\s*$/i.test(text) ? null : text
}

export function tagsOf(text: string): string[] {
  return orNull(text) === null
    ? []
    : text
        .split(',')
        .map((tag) => tag.trim().replace(/^#/, ''))
        .filter(Boolean)
}
