import * as z from 'zod'
import { isZone } from '#domain/dates.ts'
import { STATUSES } from '#domain/statuses.ts'
import { KINDS } from '#domain/kinds.ts'
import { STAGES } from '#domain/lifecycle.ts'
import { PROJECT_STATUSES, PROJECT_TYPES } from '#domain/projects.ts'
import { ROLES, USER_NAME } from '#domain/users.ts'
import { document } from './document.ts'
import * as f from './fields.ts'
import { settableFields } from './item-schemas.ts'
import type { Operations } from './operations.ts'

const text = z
  .string()
  .min(1, 'may not be empty')
  .max(64 * 1024)
  .describe('one line of quick add')
const limit = f.whole(1, 1000).optional()
const cursor = z.string().max(1000).describe('the next_cursor of the answer before').optional()
const WORDS = 'words, or beginnings of words'

const byId = z.strictObject({ id: f.id })
const bySlug = z.strictObject({ slug: f.projectSlug })
const nothing = z.strictObject({})
const userName = z.string().trim()
const timezone = z
  .string()
  .max(100)
  .refine(isZone, 'is not a time zone that this server knows; one looks like Europe/Berlin')

/** A new item as fields, which quick add has to keep too. */
export const addFields = z.strictObject({ ...settableFields, kind: z.enum(KINDS), title: f.title })
const { title: _title, ...besideText } = settableFields
const addText = z.strictObject({ ...besideText, kind: z.enum(KINDS).optional(), text })

/** The input of each operation, under the operation's name. What they give is trimmed, canonical, and knows no unknown field. */
export const inputs = {
  items: {
    list: z.strictObject({
      kind: f.anyOf(z.enum(KINDS)).optional(),
      status: f.anyOf(z.enum([...STATUSES, 'open', 'all'])).optional(),
      tag: f.anyOf(z.string().toLowerCase()).optional(),
      project: f.anyOf(f.slugRef).optional(),
      feature: f.anyOf(f.id).optional(),
      due_after: f.dateWords.describe('due on this date or later').optional(),
      due_before: f.dateWords.describe('due on this date or earlier').optional(),
      q: z.string().max(500).describe(WORDS).optional(),
      limit,
      cursor,
    }),
    add: z.union([addFields, addText]),
    get: byId,
    update: z.strictObject({ ...settableFields, id: f.id }),
    remove: byId,
    done: z.strictObject({
      id: f.id,
      on: f.dateWords
        .describe(
          'the day it was done, which a chore records and what recurs goes on from: today unless told, never later',
        )
        .optional(),
      stage: z.enum(STAGES).optional(),
    }),
    start: byId,
    cancel: byId,
    reopen: byId,
    skip: byId,
    move: z
      .strictObject({
        id: f.id,
        to: z.enum(['top', 'bottom', 'up', 'down']).optional(),
        before: f.id.optional(),
        after: f.id.optional(),
      })
      .refine(
        (move) => [move.to, move.before, move.after].filter((way) => way !== undefined).length === 1,
        'give exactly one of to, before and after',
      ),
    convert: z.strictObject({ ...settableFields, id: f.id, kind: z.enum(KINDS), drop: f.flag.optional() }),
  },
  batch: {
    run: z.strictObject({
      operations: z
        .array(z.strictObject({ op: z.string().max(100), input: z.record(z.string(), z.unknown()).optional() }))
        .min(1, 'holds no operation')
        .max(1000, 'holds more than 1,000 operations'),
    }),
  },
  order: {
    set: z.strictObject({
      pool: f.slugRef.describe("todos, chores, shopping (gifts with it), groceries, or a project's slug"),
      ids: z.array(f.id).max(100_000),
    }),
  },
  views: {
    today: nothing,
    upcoming: z.strictObject({ days: f.whole(1, 366).describe('1 to 366; 14 unless told otherwise').optional() }),
  },
  search: {
    find: z.strictObject({ q: z.string().min(1, 'may not be empty').max(500).describe(WORDS), limit, cursor }),
  },
  projects: {
    list: nothing,
    add: z.strictObject({
      slug: f.slug.describe('made from the title unless given').optional(),
      title: f.title,
      type: z.enum(PROJECT_TYPES).describe('engineering projects have features').optional(),
      notes: f.notes.optional(),
    }),
    get: bySlug,
    update: z.strictObject({
      slug: f.projectSlug,
      title: f.title.optional(),
      type: z.enum(PROJECT_TYPES).optional(),
      status: z.enum(PROJECT_STATUSES).optional(),
      notes: f.notes.optional(),
    }),
    remove: z.strictObject({ slug: f.projectSlug, force: f.flag.optional() }),
  },
  features: {
    list: bySlug,
    add: z.strictObject({ slug: f.projectSlug, title: f.title, notes: f.notes.optional() }),
    update: z.strictObject({
      id: f.id,
      title: f.title.optional(),
      status: z.enum(STATUSES).optional(),
      notes: f.notes.optional(),
    }),
    remove: byId,
  },
  changes: {
    snapshot: z.strictObject({ cursor }),
    list: z
      .strictObject({
        since: f.whole(0, Number.MAX_SAFE_INTEGER).optional(),
        before: f.whole(0, Number.MAX_SAFE_INTEGER).optional(),
        item: f.id.optional(),
        limit,
      })
      .refine((range) => range.since === undefined || range.before === undefined, 'give since or before, not both'),
    undo: z
      .strictObject({ revision: f.whole(1, Number.MAX_SAFE_INTEGER).optional(), redo: f.flag.optional() })
      .refine((undo) => undo.revision === undefined || !undo.redo, 'give revision or redo, not both'),
  },
  data: { export: nothing, import: document },
  calendar: { get: nothing, rotate: nothing },
  me: { get: nothing, update: z.strictObject({ timezone, unless_chosen: f.flag.optional() }) },
  users: {
    list: nothing,
    add: z.strictObject({
      name: userName.regex(
        USER_NAME,
        'is 1 to 32 of a-z, 0-9, dot, dash and underscore, and begins with a letter or digit',
      ),
      role: z.enum(ROLES).optional(),
      timezone: timezone.optional(),
    }),
    rotate: z.strictObject({ name: userName }),
    update: z.strictObject({ name: userName, role: z.enum(ROLES) }),
    remove: z.strictObject({ name: userName }),
  },
} satisfies { [Noun in keyof Operations]: { [Verb in keyof Operations[Noun]]: z.ZodType } }

/** What the service gets of an operation's input once it is read. */
export type Read<Noun extends keyof Operations, Verb extends keyof Operations[Noun]> = z.output<
  (typeof inputs)[Noun][Verb & keyof (typeof inputs)[Noun]]
>
