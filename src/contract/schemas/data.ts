import * as z from 'zod'
import { PROJECT_STATUSES, PROJECT_TYPES } from '#domain/projects.ts'
import { STATUSES } from '#domain/statuses.ts'
import { feature } from './features.ts'
import * as f from './field-types.ts'
import { featureId, importedItem } from './item-fields.ts'
import { item } from './items.ts'
import { project } from './projects.ts'
import type { SchemaTable } from './schema.ts'

/** Of each list of an imported document. */
export const MAX_ROWS = 100_000

const importedProject = z.strictObject({
  slug: f.slug,
  title: f.title,
  type: z.enum(PROJECT_TYPES).default('general'),
  status: z.enum(PROJECT_STATUSES).default('active'),
  notes: f.notes.default(null),
  created_at: f.instant,
  ...f.ignoredBookkeeping,
})

const importedFeature = z.strictObject({
  id: featureId,
  project: f.slug,
  title: f.title,
  status: z.enum(STATUSES).default('todo'),
  notes: f.notes.default(null),
  created_at: f.instant,
  ...f.ignoredBookkeeping,
})

function rowsOf<Row extends z.ZodType>(row: Row) {
  return z.array(row).max(MAX_ROWS, `holds more than ${MAX_ROWS} rows`)
}

const counts = z.strictObject({ added: z.int(), unchanged: z.int(), kept: z.int() })

export const data = {
  export: {
    input: f.noFields,
    output: z.strictObject({
      format: z.literal('track'),
      version: z.literal(1),
      exported_at: z.iso.datetime(),
      user: z.strictObject({ id: z.string(), name: z.string(), currency: z.string() }),
      projects: z.array(project),
      features: z.array(feature),
      items: z.array(item),
    }),
  },
  import: {
    input: z.strictObject({
      format: z.literal('track'),
      version: z.literal(1),
      exported_at: f.instant.optional(),
      user: z
        .strictObject({ id: z.string().max(100), name: z.string().max(100), currency: f.currency.optional() })
        .optional(),
      projects: rowsOf(importedProject),
      features: rowsOf(importedFeature),
      items: rowsOf(importedItem),
    }),
    output: z.strictObject({
      revision: z.int().nonnegative().nullable(),
      projects: counts,
      features: counts,
      items: counts,
      renamed: z.array(z.strictObject({ from: z.string(), to: z.string() })),
    }),
  },
} satisfies SchemaTable<'data'>
