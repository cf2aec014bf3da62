import type { FieldsInput } from '#domain/fields.ts'
import type { ItemInSpace } from '#domain/spaces.ts'
import type { Kind } from '#domain/kinds.ts'
import type { Sort } from '#domain/views.ts'
import type { Notice, Understood } from '#domain/quick-add-fields.ts'

export type { DoneInput, DoneResult, MoveInput, OrderInput, Reopened } from '#domain/effects/inputs.ts'
export type { Notice, Understood } from '#domain/quick-add-fields.ts'

export interface ById {
  /** Or a clear beginning of it. */
  id: string
}

/** Fields, or a line of quick add; fields given beside the line win over what it says. */
export type AddInput =
  | (FieldsInput & { kind: Kind; title: string; text?: undefined })
  | (Omit<FieldsInput, 'title'> & { text: string; kind?: Kind; title?: undefined })
/**
 * With what each part of the line was understood as, where there was one, and what stays in the title although it looks
 * like a date or an interval.
 */
export type Added = ItemInSpace & { understood?: Understood[]; notices?: Notice[] }

export interface UpdateInput extends FieldsInput, ById {
  /** Moves a series with its due date, instead of postponing one occurrence. */
  series?: boolean
  add_tags?: string[]
  remove_tags?: string[]
}
export interface ConvertInput extends FieldsInput, ById {
  /** Where it stays in its space, another one than it has. */
  kind?: Kind
  /** The name or id of the space that it moves to, with its history's reference. */
  space?: string
  /** Drop what the new kind, or the space, cannot hold instead of failing. */
  drop?: boolean
}

/** Matches any of several values: an array, or one text with commas. */
export type AnyOf = string | string[]

export interface ListInput {
  kind?: AnyOf
  status?: AnyOf
  tag?: AnyOf
  not_tag?: AnyOf
  priority?: AnyOf | number | number[]
  project?: AnyOf
  feature?: AnyOf
  /** Names of members. */
  assigned?: AnyOf
  due?: 'none'
  due_after?: string
  due_before?: string
  done_after?: string
  done_before?: string
  q?: string
  sort?: Sort
  reverse?: boolean
  limit?: number
  cursor?: string
}
export interface Page {
  items: ItemInSpace[]
  next_cursor: string | null
}
export interface SearchInput {
  q: string
  limit?: number
  cursor?: string
}

export interface BatchInput {
  operations: { op: string; input?: object }[]
}
export interface BatchResult {
  results: unknown[]
}
