import * as z from 'zod'
import { PROJECT_STATUSES, PROJECT_TYPES } from '#domain/projects.ts'
import { featureSummary, progress } from './features.ts'
import * as f from './field-types.ts'
import { item } from './items.ts'
import { flag } from './query-values.ts'
import type { SchemaTable } from './schema.ts'

export const project = z
  .strictObject({
    slug: z.string(),
    title: z.string(),
    type: z.enum(PROJECT_TYPES),
    status: z.enum(PROJECT_STATUSES),
    notes: z.string().nullable(),
    ...f.bookkeepingOutput,
  })
  .meta({ id: 'Project' })
const projectSummary = project.extend({ progress, open: z.int() })
const items = z.array(item)
const bySlug = z.strictObject({ slug: f.projectSlug })

export const projects = {
  list: { input: f.noFields, output: z.strictObject({ projects: z.array(projectSummary) }) },
  add: {
    input: z.strictObject({
      slug: f.slug.describe('made from the title unless given').optional(),
      title: f.title,
      type: z.enum(PROJECT_TYPES).describe('engineering projects have features').optional(),
      notes: f.notes.optional(),
    }),
    output: project,
  },
  get: {
    input: bySlug,
    output: projectSummary.extend({ features: z.array(featureSummary.extend({ tasks: items })), tasks: items }),
  },
  update: {
    input: bySlug.extend({
      title: f.title.optional(),
      type: z.enum(PROJECT_TYPES).optional(),
      status: z.enum(PROJECT_STATUSES).optional(),
      notes: f.notes.optional(),
    }),
    output: project,
  },
  remove: { input: bySlug.extend({ force: flag.optional() }), output: null },
} satisfies SchemaTable<'projects'>
