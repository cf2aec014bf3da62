import * as z from 'zod'
import { KINDS } from '#domain/kinds.ts'
import { STAGES } from '#domain/lifecycle.ts'
import { foldTag } from '#domain/text.ts'
import { STATUSES } from '#domain/statuses.ts'
import { SORTS } from '#domain/views.ts'
import * as f from './field-types.ts'
import { itemOutput, settableFields } from './item-fields.ts'
import { cursor, limit } from './paging.ts'
import { anyOf, flag } from './query-values.ts'
import type { SchemaTable } from './schema.ts'
import { userName } from './users.ts'

export const item = itemOutput.meta({ id: 'Item' })
/** With its space, where the call is about all of them, or about that which the user's defaults name. */
export const itemInSpace = item.extend({ space: z.string().optional() }).meta({ id: 'ItemInSpace' })
export const itemsPage = z.strictObject({ items: z.array(itemInSpace), next_cursor: z.string().nullable() })

export const searchWords = z.string().min(1, 'may not be empty').max(500).describe('words, or beginnings of words')

/** Far more than a title, tags and dates have. */
const MAX_LINE_CHARACTERS = 4096

const SORT_RULES =
  'by place (the default where kind, project or feature is given), due (the default elsewhere; then by priority), ' +
  'priority, created or done, both newest first'

const anyTag = anyOf(z.string().overwrite(foldTag))
const digit = z.union([z.number().transform(String), z.string()])
const anyPriority = z
  .union([z.array(digit), digit])
  .pipe(anyOf(z.enum(['1', '2', '3', '4', '5'])))
  .transform((digits) => digits.map(Number))

const byId = z.strictObject({ id: f.id })
const quickAddLine = z.string().min(1, 'may not be empty').max(MAX_LINE_CHARACTERS).describe('one line of quick add')

/** A new item as fields; what quick add makes of a line is held against it too. */
export const addFields = z.strictObject({ ...settableFields, kind: z.enum(KINDS), title: f.title })
const { title: _title, ...fieldsBesideLine } = settableFields
const addLine = z.strictObject({ ...fieldsBesideLine, kind: z.enum(KINDS).optional(), text: quickAddLine })

const understood = z.strictObject({
  start: z.int(),
  end: z.int(),
  field: z.enum([
    'kind',
    'priority',
    'tags',
    'due',
    'at',
    'every',
    'estimate',
    'budget',
    'recipient',
    'occasion',
    'project',
  ]),
  value: z.union([z.string(), z.number()]),
})

const notice = z.strictObject({ start: z.int(), end: z.int(), message: z.string() })

const move = z
  .strictObject({
    id: f.id,
    to: z.enum(['top', 'bottom', 'up', 'down']).optional(),
    before: f.id.optional(),
    after: f.id.optional(),
  })
  .refine(
    ({ to, before, after }) => [to, before, after].filter((place) => place !== undefined).length === 1,
    'give exactly one of to, before and after',
  )

export const items = {
  list: {
    input: z.strictObject({
      kind: anyOf(z.enum(KINDS)).optional(),
      status: anyOf(z.enum([...STATUSES, 'open', 'all'])).optional(),
      tag: anyTag.optional(),
      not_tag: anyTag.describe('none of these tags').optional(),
      priority: anyPriority.optional(),
      project: anyOf(f.slugReference).optional(),
      feature: anyOf(f.id).optional(),
      assigned: anyOf(f.memberName.describe('the name of a member')).optional(),
      due: z.literal('none').describe('those without a due date').optional(),
      due_after: f.dateWords.describe('due on this date or later').optional(),
      due_before: f.dateWords.describe('due on this date or earlier').optional(),
      done_after: f.dateWords.describe('done or canceled on this date or later').optional(),
      done_before: f.dateWords.describe('done or canceled on this date or earlier').optional(),
      q: searchWords.optional(),
      sort: z.enum(SORTS).describe(SORT_RULES).optional(),
      reverse: flag.describe('the list from its end').optional(),
      limit,
      cursor,
    }),
    output: itemsPage,
  },
  add: {
    input: z.union([addFields, addLine]),
    output: itemInSpace.extend({ understood: z.array(understood).optional(), notices: z.array(notice).optional() }),
  },
  get: { input: byId, output: itemInSpace },
  update: {
    input: z.strictObject({
      ...settableFields,
      id: f.id,
      series: flag
        .describe('moves a series with its due date; without it, only this occurrence is postponed')
        .optional(),
      add_tags: f.tags.describe('tags that it has, too').optional(),
      remove_tags: f.tags.describe('tags that it has no longer').optional(),
    }),
    output: itemInSpace,
  },
  remove: { input: byId, output: null },
  done: {
    input: z.strictObject({
      id: f.id,
      on: f.dateWords
        .describe(
          'the day it was done, which a chore records and what recurs goes on from: today by default, never later',
        )
        .optional(),
      stage: z.enum(STAGES).optional(),
      by: f.memberName.describe('the member of a shared space who did it: the caller by default').optional(),
    }),
    output: z.strictObject({ item: itemInSpace, added: itemInSpace.nullable() }),
  },
  start: { input: byId, output: itemInSpace },
  cancel: { input: byId, output: itemInSpace },
  reopen: {
    input: byId,
    output: itemInSpace.extend({ notices: z.array(z.strictObject({ message: z.string() })).optional() }),
  },
  skip: { input: byId, output: itemInSpace },
  move: { input: move, output: itemInSpace },
  convert: {
    input: z
      .strictObject({
        ...settableFields,
        id: f.id,
        kind: z.enum(KINDS).optional(),
        space: userName.min(1).describe('the name or id of the space that it moves to').optional(),
        drop: flag.optional(),
      })
      .refine(({ kind, space }) => (kind ?? space) !== undefined, 'give kind, or space, or both'),
    output: itemInSpace,
  },
} satisfies SchemaTable<'items'>
