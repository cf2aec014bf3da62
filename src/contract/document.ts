import * as z from 'zod'
import { STATUSES } from '#domain/items.ts'
import { FEATURE_PREFIX, KIND, KINDS } from '#domain/kinds.ts'
import { PROJECT_STATUSES, PROJECT_TYPES } from '#domain/projects.ts'
import * as f from './fields.ts'

export const MOST_ROWS = 100_000

const itemId = f.wholeId([...new Set(KINDS.map((kind) => KIND[kind].prefix))].join(''))
const featureId = f.wholeId(FEATURE_PREFIX)

/** What every row may say of itself that an import does not keep. */
const bookkeeping = { updated_at: f.instant.optional(), revision: z.int().optional() }

const project = z.strictObject({
  slug: f.slug,
  title: f.title,
  type: z.enum(PROJECT_TYPES).default('general'),
  status: z.enum(PROJECT_STATUSES).default('active'),
  notes: f.notes.default(null),
  created_at: f.instant,
  ...bookkeeping,
})

const feature = z.strictObject({
  id: featureId,
  project: f.slug,
  title: f.title,
  status: z.enum(STATUSES).default('todo'),
  notes: f.notes.default(null),
  created_at: f.instant,
  ...bookkeeping,
})

const item = z
  .strictObject({
    id: itemId,
    kind: z.enum(KINDS),
    title: f.title,
    status: z.enum(STATUSES).default('todo'),
    priority: f.priority.optional(),
    due: f.day.nullish(),
    tags: f.tags.optional(),
    notes: f.notes.optional(),
    every: f.interval.optional(),
    anchor: f.day.nullish(),
    last_done: f.day.nullish(),
    project: f.slug.nullish(),
    feature: featureId.nullish(),
    estimate: f.estimate.optional(),
    recipient: f.line(200).nullish(),
    occasion: f.line(200).nullish(),
    budget: f.budget.optional(),
    url: f.link.optional(),
    bought_on: f.day.nullish(),
    next: itemId.nullish(),
    created_at: f.instant,
    done_at: f.instant.nullish(),
    ...bookkeeping,
  })
  .refine(({ id, kind }) => id.startsWith(KIND[kind].prefix), { path: ['id'], message: 'is the id of another kind' })

const rows = <T extends z.ZodType>(row: T) => z.array(row).max(MOST_ROWS, `holds more than ${MOST_ROWS} rows`)

/** An exported document, as it comes back. */
export const document = z.strictObject({
  format: z.literal('track'),
  version: z.literal(1),
  exported_at: f.instant.optional(),
  user: z.strictObject({ id: z.string().max(100), name: z.string().max(100) }).optional(),
  projects: rows(project),
  features: rows(feature),
  items: rows(item),
})
