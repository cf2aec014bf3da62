import type { Day } from './dates.ts'
import type { Kind } from './kinds.ts'
import type { TimeOfDay } from './times.ts'

/** The fields of a new item that a line of quick add names; the others are absent. */
export interface QuickAddFields {
  kind: Kind
  title: string
  priority?: number
  tags?: string[]
  due?: Day
  /** A time alone is that of the day on which it comes next. */
  at?: TimeOfDay
  every?: string
  /** Minutes. */
  estimate?: number
  budget?: number
  recipient?: string
  occasion?: string
  project?: string
}

/** A part of the line and the field that it sets; the offsets are UTF-16 code units, `end` exclusive. */
export interface Understood {
  start: number
  end: number
  field: Exclude<keyof QuickAddFields, 'title'>
  value: string | number
}

/** A part of the line that stays in the title although it looks like a date or an interval, and what would be one. */
export interface Notice {
  start: number
  end: number
  message: string
}

/** A field that some words name. */
export interface FieldMatch {
  field: Understood['field']
  /** Null for what begins like it and is none: its words stay in the title. */
  value: string | number | null
  /** Why it is none, where more is known. */
  problem?: string
  /** How many words name it. */
  length: number
}
