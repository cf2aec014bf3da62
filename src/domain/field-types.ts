import type { Day, Instant } from './dates.ts'
import type { Status } from './statuses.ts'
import type { Kind } from './kinds.ts'
import type { TimeOfDay } from './times.ts'
import type { TurnRule } from './turns.ts'

export const MAX_TITLE_CHARACTERS = 500
export const MAX_URL_LENGTH = 2000
export const MAX_NOTES_BYTES = 64 * 1024
export const MAX_TAGS = 32
export const MAX_TAG_CHARACTERS = 50
/** Line breaks and control characters, which no single line may hold. */
export const CONTROL_CHARACTER = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/

/** Each type of field: what a value is, as an item holds it. */
export interface FieldValues {
  id: string
  kind: Kind
  status: Status
  /** One line, never empty. */
  title: string
  /** One line, of at most the field's `max` characters. */
  line: string | null
  /** Several lines of Markdown. */
  text: string | null
  priority: number
  tags: string[]
  date: Day | null
  time: TimeOfDay | null
  /** A date that never lies after today. */
  pastDate: Day | null
  /** Canonical, as domain/intervals.ts writes it. */
  interval: string | null
  project: string | null
  feature: string | null
  minutes: number | null
  /** Currency units with at most two decimals. */
  money: number | null
  url: string | null
  /** The name of a member of the item's space. */
  member: string | null
  /** Names of several of them, in order. */
  members: string[] | null
  turnRule: TurnRule | null
  /** Another item's id. */
  reference: string | null
  instant: Instant
  instantOrNull: Instant | null
  revision: number
}
export type FieldType = keyof FieldValues

/** The same as people may write it: words for dates and intervals, `1h30m` for minutes, `49.90` for money. */
export interface FieldInputs extends Omit<FieldValues, 'minutes' | 'money'> {
  minutes: number | string | null
  money: number | string | null
}

/** How a database keeps a value, and JSON made by it writes one. */
type Column = 'text' | 'number' | 'json' | 'cents'

interface TypeRules {
  column: Column
  /** What an item holds that was made, or written down, without the field; undefined where it always has one. */
  initial?: null | number | readonly never[]
}

export const FIELD_TYPES: Record<FieldType, TypeRules> = {
  id: { column: 'text' },
  kind: { column: 'text' },
  status: { column: 'text' },
  title: { column: 'text' },
  line: { column: 'text', initial: null },
  text: { column: 'text', initial: null },
  priority: { column: 'number', initial: 3 },
  tags: { column: 'json', initial: [] },
  date: { column: 'text', initial: null },
  time: { column: 'text', initial: null },
  pastDate: { column: 'text', initial: null },
  interval: { column: 'text', initial: null },
  project: { column: 'text', initial: null },
  feature: { column: 'text', initial: null },
  minutes: { column: 'number', initial: null },
  money: { column: 'cents', initial: null },
  url: { column: 'text', initial: null },
  member: { column: 'text', initial: null },
  members: { column: 'json', initial: null },
  turnRule: { column: 'text', initial: null },
  reference: { column: 'text', initial: null },
  instant: { column: 'text' },
  instantOrNull: { column: 'text', initial: null },
  revision: { column: 'number' },
}
