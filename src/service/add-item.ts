import { addFields, type ParsedInput } from '#contract/schemas.ts'
import type { Added } from '#contract/types.ts'
import { addItem } from '#domain/effects/items.ts'
import { invalid } from '#domain/errors.ts'
import type { Step } from '#domain/effects/steps.ts'
import type { FieldsInput } from '#domain/fields.ts'
import type { Kind } from '#domain/kinds.ts'
import { type QuickAddFields, firstDue, quickAdd } from '#domain/quick-add.ts'
import { allProjects } from '#store/projects.ts'
import type { Write } from './write.ts'

/** Adds an item from fields, or from a line of quick add; fields beside the line count before what it says. */
export function* add(write: Write, input: ParsedInput<'items.add'>): Step<Added> {
  if (!('text' in input)) return yield* addItem(write, input)
  const { text, kind, ...beside } = input
  const slugs = new Set(text.includes('@') ? (yield* allProjects(write.db, write.user.id)).map(({ slug }) => slug) : [])
  const { fields, understood } = quickAdd(text, { today: write.now.today, projects: (slug) => slugs.has(slug) })
  const { kind: saidKind, ...said } = validateDraft(fields)
  const its = kind ?? impliedKind(saidKind, beside)
  const given = { ...said, ...beside }
  const due = firstDue(its, given, write.now.today)
  const item = yield* addItem(write, { ...given, kind: its, ...(due && { due }) })
  return { ...item, understood }
}

/** A plain text is a todo, unless what is given beside it only another kind has. */
function impliedKind(said: Kind, { project, feature, recipient, occasion }: FieldsInput): Kind {
  if (said !== 'todo') return said
  if (project ?? feature) return 'task'
  return (recipient ?? occasion) ? 'gift' : 'todo'
}

/** What a text was understood as keeps the rules that given fields keep. */
function validateDraft(draft: QuickAddFields): QuickAddFields {
  const problems = addFields.safeParse(draft).error?.issues ?? []
  if (problems.length)
    throw invalid(...problems.map(({ path, message }) => ({ path: 'text', message: `${path.join('.')} ${message}` })))
  return draft
}
