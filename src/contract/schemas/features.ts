import * as z from 'zod'
import { STATUSES } from '#domain/statuses.ts'
import * as f from './field-types.ts'
import type { SchemaTable } from './schema.ts'

export const feature = z
  .strictObject({
    id: z.string(),
    project: z.string(),
    title: z.string(),
    status: z.enum(STATUSES),
    notes: z.string().nullable(),
    ...f.bookkeepingOutput,
  })
  .meta({ id: 'Feature' })
export const progress = z.strictObject({ done: z.int(), total: z.int(), estimate_left: z.int() })
export const featureSummary = feature.extend({ progress })

export const features = {
  list: {
    input: z.strictObject({ slug: f.projectSlug }),
    output: z.strictObject({ features: z.array(featureSummary) }),
  },
  add: {
    input: z.strictObject({ slug: f.projectSlug, title: f.title, notes: f.notes.optional() }),
    output: feature,
  },
  update: {
    input: z.strictObject({
      id: f.id,
      title: f.title.optional(),
      status: z.enum(STATUSES).optional(),
      notes: f.notes.optional(),
    }),
    output: feature,
  },
  remove: { input: z.strictObject({ id: f.id }), output: null },
} satisfies SchemaTable<'features'>
