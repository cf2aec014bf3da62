import * as z from 'zod'
import { feature } from './features.ts'
import * as f from './field-types.ts'
import { item } from './items.ts'
import { cursor, limit } from './paging.ts'
import { project } from './projects.ts'
import { flag, wholeNumber } from './query-values.ts'
import type { SchemaTable } from './schema.ts'

/** A write of more is answered, and sent as an event, without them: clients reload. */
export const MAX_LISTED = 500

const revision = z.int().nonnegative()

function differenceOf<Entity extends z.ZodType>(entity: Entity) {
  return z.strictObject({ id: z.string(), before: entity.nullable(), after: entity.nullable() })
}

const write = { revision, at: z.iso.datetime(), by: z.string(), client: z.string(), op: z.string() }
const change = z
  .strictObject({
    ...write,
    undoes: revision.nullable(),
    undone: z.boolean(),
    linked: z
      .strictObject({ space: z.string(), revision })
      .optional()
      .describe('the other half of a write that moved items between two spaces'),
    items: z.array(differenceOf(item).extend({ position: z.string().nullable() })).nullable(),
    projects: z.array(differenceOf(project)),
    features: z.array(differenceOf(feature)),
  })
  .meta({ id: 'Change' })

export const changes = {
  list: {
    input: z
      .strictObject({
        since: wholeNumber(0, Number.MAX_SAFE_INTEGER).optional(),
        before: wholeNumber(0, Number.MAX_SAFE_INTEGER).optional(),
        item: f.id.optional(),
        limit,
      })
      .refine((range) => range.since === undefined || range.before === undefined, 'give since or before, not both'),
    output: z.strictObject({ revision, changes: z.array(change), more: z.boolean(), reset: z.boolean() }),
  },
  snapshot: {
    input: z.strictObject({ cursor }),
    output: z.strictObject({
      revision,
      items: z.array(item.extend({ position: z.string() })),
      projects: z.array(project),
      features: z.array(feature),
      done_before: z.array(z.strictObject({ project: z.string(), feature: z.string().nullable(), done: z.int() })),
      next_cursor: z.string().nullable(),
    }),
  },
  undo: {
    input: z
      .strictObject({ revision: wholeNumber(1, Number.MAX_SAFE_INTEGER).optional(), redo: flag.optional() })
      .refine((undo) => undo.revision === undefined || !undo.redo, 'give revision or redo, not both'),
    output: change.extend({ undid: z.strictObject(write), space: z.string().optional() }),
  },
} satisfies SchemaTable<'changes'>
