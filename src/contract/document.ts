import * as z from 'zod'
import { STATUSES } from '#domain/statuses.ts'
import { PROJECT_STATUSES, PROJECT_TYPES } from '#domain/projects.ts'
import * as f from './fields.ts'
import { featureId, importedItem } from './item-schemas.ts'

export const MOST_ROWS = 100_000

const project = z.strictObject({
  slug: f.slug,
  title: f.title,
  type: z.enum(PROJECT_TYPES).default('general'),
  status: z.enum(PROJECT_STATUSES).default('active'),
  notes: f.notes.default(null),
  created_at: f.instant,
  ...f.bookkeeping,
})

const feature = z.strictObject({
  id: featureId,
  project: f.slug,
  title: f.title,
  status: z.enum(STATUSES).default('todo'),
  notes: f.notes.default(null),
  created_at: f.instant,
  ...f.bookkeeping,
})

const rows = <T extends z.ZodType>(row: T) => z.array(row).max(MOST_ROWS, `holds more than ${MOST_ROWS} rows`)

/** An exported document, as it comes back. */
export const document = z.strictObject({
  format: z.literal('track'),
  version: z.literal(1),
  exported_at: f.instant.optional(),
  user: z.strictObject({ id: z.string().max(100), name: z.string().max(100) }).optional(),
  projects: rows(project),
  features: rows(feature),
  items: rows(importedItem),
})
