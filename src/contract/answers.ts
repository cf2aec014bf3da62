import * as z from 'zod'
import { STATUSES } from '#domain/statuses.ts'
import { PROJECT_STATUSES, PROJECT_TYPES } from '#domain/projects.ts'
import { ROLES } from '#domain/users.ts'
import { item as itemAnswer } from './item-schemas.ts'
import type { Operations } from './operations.ts'

const text = z.string().nullable()
const day = z.iso.date()
const instant = z.iso.datetime()
const revision = z.int().nonnegative()
const item = itemAnswer.meta({ id: 'Item' })
const kept = { created_at: instant, updated_at: instant, revision }

const project = z
  .strictObject({
    slug: z.string(),
    title: z.string(),
    type: z.enum(PROJECT_TYPES),
    status: z.enum(PROJECT_STATUSES),
    notes: text,
    ...kept,
  })
  .meta({ id: 'Project' })
const feature = z
  .strictObject({
    id: z.string(),
    project: z.string(),
    title: z.string(),
    status: z.enum(STATUSES),
    notes: text,
    ...kept,
  })
  .meta({ id: 'Feature' })
const doneCount = z.strictObject({ project: z.string(), feature: text, done: z.int() })
const progress = z.strictObject({ done: z.int(), total: z.int(), estimate_left: z.int() })
const summary = project.extend({ progress, open: z.int() })
const featureSummary = feature.extend({ progress })
const items = z.array(item)
const page = z.strictObject({ items, next_cursor: text })

const difference = <T extends z.ZodType>(what: T) =>
  z.array(z.strictObject({ id: z.string(), before: what.nullable(), after: what.nullable() }))
const change = z
  .strictObject({
    revision,
    at: instant,
    client: z.string(),
    op: z.string(),
    undoes: revision.nullable(),
    undone: z.boolean(),
    items: z
      .array(z.strictObject({ id: z.string(), before: item.nullable(), after: item.nullable(), position: text }))
      .nullable(),
    projects: difference(project),
    features: difference(feature),
  })
  .meta({ id: 'Change' })

const understood = z.strictObject({
  start: z.int(),
  end: z.int(),
  field: z.string(),
  value: z.union([z.string(), z.number()]),
})
const arrivals = z.strictObject({ added: z.int(), unchanged: z.int(), kept: z.int() })
const calendar = z.strictObject({ feed_key: z.string(), https: z.string(), webcal: z.string() })
const me = z.strictObject({ id: z.string(), name: z.string(), role: z.enum(ROLES), timezone: z.string(), revision })
const user = z.strictObject({
  id: z.string(),
  name: z.string(),
  role: z.enum(ROLES),
  timezone: z.string(),
  created_at: instant,
})
const newKey = z.strictObject({ id: z.string(), name: z.string(), role: z.enum(ROLES), api_key: z.string() })

/** What each operation answers, under the operation's name; null where it answers nothing. For the description and for tests: answers are not checked as they leave. */
export const answers = {
  items: {
    list: page,
    add: item.extend({ understood: z.array(understood).optional() }),
    get: item,
    update: item,
    remove: null,
    done: z.strictObject({ item, added: item.nullable() }),
    start: item,
    cancel: item,
    reopen: item,
    skip: item,
    move: item,
    convert: item,
  },
  batch: { run: z.strictObject({ results: z.array(z.unknown()) }) },
  order: { set: z.strictObject({ items }) },
  views: {
    today: z.strictObject({
      date: day,
      overdue: items,
      today: items,
      doing: items,
      priority: items,
      count: z.int(),
      estimate: z.int(),
    }),
    upcoming: z.strictObject({
      days: z.array(
        z.strictObject({ date: day, items: z.array(item.extend({ occurrence: z.literal(true).optional() })) }),
      ),
    }),
  },
  search: { find: page },
  projects: {
    list: z.strictObject({ projects: z.array(summary) }),
    add: project,
    get: summary.extend({ features: z.array(featureSummary.extend({ tasks: items })), tasks: items }),
    update: project,
    remove: null,
  },
  features: {
    list: z.strictObject({ features: z.array(featureSummary) }),
    add: feature,
    update: feature,
    remove: null,
  },
  changes: {
    snapshot: z.strictObject({
      revision,
      items: z.array(item.extend({ position: z.string() })),
      projects: z.array(project),
      features: z.array(feature),
      done_before: z.array(doneCount),
      next_cursor: text,
    }),
    list: z.strictObject({ revision, changes: z.array(change), more: z.boolean(), reset: z.boolean() }),
    undo: change.extend({ undid: z.strictObject({ revision, at: instant, client: z.string(), op: z.string() }) }),
  },
  data: {
    export: z.strictObject({
      format: z.literal('track'),
      version: z.literal(1),
      exported_at: instant,
      user: z.strictObject({ id: z.string(), name: z.string() }),
      projects: z.array(project),
      features: z.array(feature),
      items,
    }),
    import: z.strictObject({
      revision: revision.nullable(),
      projects: arrivals,
      features: arrivals,
      items: arrivals,
      renamed: z.array(z.strictObject({ from: z.string(), to: z.string() })),
    }),
  },
  calendar: { get: calendar, rotate: calendar },
  me: { get: me, update: me },
  users: { list: z.strictObject({ users: z.array(user) }), add: newKey, rotate: newKey, update: user, remove: null },
} satisfies { [Noun in keyof Operations]: { [Verb in keyof Operations[Noun]]: z.ZodType | null } }
