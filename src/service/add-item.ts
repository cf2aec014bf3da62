import { addFields, type ParsedInput } from '#contract/schemas.ts'
import type { Added } from '#contract/types.ts'
import { addItem } from '#domain/effects/items.ts'
import { invalid } from '#domain/errors.ts'
import type { Step } from '#domain/effects/steps.ts'
import type { FieldsInput } from '#domain/fields.ts'
import type { Kind } from '#domain/kinds.ts'
import { projectFinder } from '#domain/project-names.ts'
import { type QuickAddFields, quickAdd } from '#domain/quick-add.ts'
import { timeIn } from '#domain/times.ts'
import { allProjects } from '#store/projects.ts'
import type { ReadContext } from './context.ts'
import type { Write } from './write.ts'

type AddInput = ParsedInput<'items.add'>
/** What a line is read with. */
export type LineContext = Pick<ReadContext, 'db' | 'spaceId' | 'now' | 'user'>

/** Adds an item from fields, or from a line of quick add, whose fields the explicit ones override. Throws `invalid`. */
export function* add(write: Write, input: AddInput): Step<Added> {
  if (!('text' in input)) return yield* addItem(write, input)
  const { text: _, kind: __, ...explicit } = input
  const { fields, kind, understood, notices } = yield* readLine(write, input)
  const item = yield* addItem(write, { ...fields, ...explicit, kind })
  return { ...item, understood, notices }
}

/** The kind of what would be added. Throws `invalid`. */
export function* kindOfAddition(context: LineContext, input: AddInput): Step<Kind> {
  return 'text' in input ? (yield* readLine(context, input)).kind : input.kind
}

function* readLine({ db, spaceId, now, user }: LineContext, input: Extract<AddInput, { text: string }>) {
  const { text, kind, ...explicit } = input
  const findProject = projectFinder(text.includes('@') ? yield* allProjects(db, spaceId) : [])
  const time = timeIn(user.timezone, new Date(now.at))
  const line = quickAdd(text, { kind, today: now.today, time, findProject, currency: user.currency })
  const { kind: textKind, ...fields } = validateDraft(line.fields)
  return { ...line, fields, kind: kind ?? impliedKind(textKind, explicit) }
}

/** The kind of a line that names none: a todo, unless an explicit field belongs to another kind. */
function impliedKind(textKind: Kind, { project, feature, recipient, occasion }: FieldsInput): Kind {
  if (textKind !== 'todo') return textKind
  if (project ?? feature) return 'task'
  return (recipient ?? occasion) ? 'gift' : 'todo'
}

/** Checks the fields of a line by the same rules as explicit ones. Throws `invalid`. */
function validateDraft(draft: QuickAddFields): QuickAddFields {
  const { data, error } = addFields.safeParse(draft)
  if (data) return { ...draft, title: data.title }
  throw invalid(...error.issues.map(({ path, message }) => ({ path: 'text', message: `${path.join('.')} ${message}` })))
}
