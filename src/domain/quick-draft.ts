import type { Day } from './dates.ts'
import type { Kind } from './kinds.ts'

/** What a line of text says of a new item; fields that it says nothing of are absent. */
export interface Draft {
  kind: Kind
  title: string
  priority?: number
  tags?: string[]
  due?: Day
  every?: string
  /** Minutes. */
  estimate?: number
  budget?: number
  recipient?: string
  project?: string
}

/** What a part of the text was understood as; the offsets are UTF-16 code units, `end` exclusive. */
export interface Understood {
  start: number
  end: number
  field: Exclude<keyof Draft, 'title'>
  value: string | number
}
