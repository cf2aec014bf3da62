import type { Import } from '#contract/types.ts'
import type { Day, Instant } from '#domain/dates.ts'
import { MAX_TITLE_CHARACTERS } from '#domain/field-types.ts'
import { fieldOf, hasField, LINE_FIELDS, type LineField } from '#domain/fields.ts'
import { KIND, type Kind } from '#domain/kinds.ts'
import { endOf, firstOccurrence } from '#domain/occurrences.ts'
import { type Project, slugOf } from '#domain/projects.ts'
import { isOpen } from '#domain/statuses.ts'
import { foldName, foldTag, isVisible } from '#domain/text.ts'
import { transliteratedSlug } from '#domain/transliterated-slug.ts'
import { namesAmong } from '#domain/turns.ts'
import { excerptOf } from '#domain/typed-text.ts'
import { type Contents, type Draft, type Finding, leaveOut } from './draft.ts'
import { notesOf, oneLine, type Report, shortened, tagsOf } from './fitted-text.ts'
import { hashOf } from './hash.ts'
import { findStrangers } from './members.ts'

type ItemRow = Import['items'][number]
type ProjectRow = Import['projects'][number]

/** Id digits of imported items: as many as are needed to tell some thousand items from each other. */
const ID_DIGITS = 5
const DAY_MS = 86_400_000
const MAX_PLACES = 1000

/** When an entry counts as created whose tracker does not tell; its time of day keeps such entries apart. */
const unknownCreation = (hash: number): Instant =>
  new Date(Date.UTC(2000, 0, 1) + (Math.floor(hash / 2 ** 20) % DAY_MS)).toISOString()

/** What a file is read against. */
export interface ImportContext {
  /** The user's time zone. */
  timezone: string
  today: Day
  /** The projects that there are: those of the same title are used. */
  projects: readonly Omit<Project, 'updated_at' | 'revision'>[]
  /** The names of the members of the space; in one's own there are none. */
  members?: ReadonlySet<string>
}

/** A document to import, and what the table of a dry run shows. */
export interface Outcome {
  document: Import
  /** What becomes what, with the number of entries; `to` is null for what is left out. */
  became: { from: string; to: Kind | 'project' | null; count: number }[]
  findings: Finding[]
}

/**
 * Fits drafts to the rules of Track's import. Ids and creation dates follow from the entries alone, so a second import
 * finds what the first one added; `existing` projects are found by their titles.
 */
export async function toDocument(
  format: string,
  contents: Contents,
  { today, projects: existing, members = new Set() }: ImportContext,
): Promise<Outcome> {
  const findings = [...contents.findings]
  const projects = await projectRows(format, contents, existing)
  const counts = new Map<string, { from: string; to: Kind | null; count: number }>()
  const ids = new Set<string>()
  const items: ItemRow[] = []
  for (const entry of contents.drafts) {
    const draft = { ...entry, project: visibleProject(entry) }
    const title = oneLine(draft.title)
    const finding = (problem: string) =>
      findings.length < MAX_PLACES && findings.push({ place: draft.place, text: excerptOf(draft.title), problem })
    if (!isVisible(title)) {
      finding('has no title, and was left out')
      leaveOut(contents, originOf(draft))
      continue
    }
    const kind = kindOf(draft)
    const slug = draft.project ? projects.get(foldName(oneLine(draft.project)))?.slug : undefined
    const [id, created_at] = identity(`${format} ${draft.source}`, kind, ids, draft.createdAt)
    const fields = fieldsOf({ ...draft, title }, kind, slug, today, finding)
    items.push({ id, kind, created_at, ...fields, ...namesFor(kind, draft, members) })
    const from = originOf(draft)
    const key = `${from} ${kind}`
    const count = counts.get(key) ?? { from, to: kind, count: 0 }
    counts.set(key, { ...count, count: count.count + 1 })
  }
  const used = new Set(items.map(({ project }) => project))
  const rows = [...projects.values()].filter(({ slug }) => used.has(slug))
  return {
    document: { format: 'track', version: 1, projects: rows, features: [], items },
    became: [
      ...counts.values(),
      ...(rows.length ? [{ from: 'project', to: 'project' as const, count: rows.length }] : []),
      ...[...contents.leftOut].map(([from, count]) => ({ from, to: null, count })),
    ],
    findings: [
      ...findings.toSorted((a, b) => numberIn(a.place) - numberIn(b.place)),
      ...findStrangers(
        contents.drafts.flatMap(({ names }) => names ?? []),
        members,
      ),
    ],
  }
}

/** A project whose title shows nothing is none. */
const visibleProject = ({ project }: Draft): string | null => (project && isVisible(oneLine(project)) ? project : null)

const numberIn = (place: string): number => Number(/\d+$/.exec(place)?.[0] ?? 0)

/**
 * The kind of an entry. Where none is named, what recurs from its completion is a chore, what has a project a task, and
 * the rest are todos. A chore recurs without end, and a task has a project.
 */
function kindOf({ own, status, every, countsFromCompletion, project }: Draft): Kind {
  const mayBeChore = every && !endOf(every)
  const isNamed = own?.kind && own.kind !== 'task' && (own.kind !== 'chore' || mayBeChore)
  if (isNamed) return own.kind!
  if (isOpen({ status }) && mayBeChore && countsFromCompletion) return 'chore'
  return project ? 'task' : 'todo'
}

/** An id and an instant of creation that an entry has in each import. */
function identity(source: string, kind: Kind, ids: Set<string>, createdAt?: Instant): [string, Instant] {
  for (let attempt = 0; ; attempt++) {
    const hash = hashOf(attempt ? `${source} ${attempt}` : source)
    const digits = (hash % 16 ** ID_DIGITS).toString(16).padStart(ID_DIGITS, '0')
    const id = `${KIND[kind].prefix}-${digits}`
    if (ids.has(id)) continue
    ids.add(id)
    return [id, createdAt ?? unknownCreation(hash)]
  }
}

function fieldsOf(draft: Draft, kind: Kind, slug: string | undefined, today: Day, report: Report) {
  const { due, at, partOf, priority } = draft
  const [title, fullTitle] = shortened(draft.title, MAX_TITLE_CHARACTERS)
  if (fullTitle) report(`has a title of more than ${MAX_TITLE_CHARACTERS} characters: all of it is in the notes`)
  const own = ownFieldsOf(draft, kind, report)
  return {
    title,
    ...historyOf(draft, kind),
    priority,
    due: due ?? (isOpen(draft) ? undefined : null), // without one, what is open and recurs is due on its first day
    at: due ? at : null,
    tags: tagsOf([...draft.tags, ...projectTag(draft, kind, report)], report),
    notes: notesOf([fullTitle, partOf && `Part of: ${partOf}`, ...draft.notes, ...own.notes], report),
    every: intervalOf(draft, today, report),
    project: kind === 'task' ? slug : undefined,
    ...own.fields,
  }
}

/** The fields that only some kinds have; for the notes those that this one has not. */
function ownFieldsOf({ own: { kind: _, ...own } = {}, lines, estimate }: Draft, kind: Kind, report: Report) {
  const values = { estimate, ...own, ...fittedLines(lines, report) }
  const given = (Object.keys(values) as (keyof typeof values)[]).filter((name) => (values[name] ?? null) !== null)
  const lost = given.filter((name) => !hasField(kind, name))
  for (const name of lost) report(`${KIND[kind].one} has no ${name}: it is in the notes`)
  const kept = given.filter((name) => hasField(kind, name)).map((name) => [name, values[name]])
  return {
    fields: Object.fromEntries(kept) as Partial<typeof values>,
    notes: lost.map((name) => `${name}: ${values[name]}`),
  }
}

/** Lines of text without those that show nothing. */
function fittedLines(lines: Draft['lines'], report: Report): Partial<Record<LineField, string>> {
  if (!lines) return {}
  const fitted = LINE_FIELDS.map((name) => {
    const max = fieldOf(name).max!
    const [line, wholeLine] = shortened(oneLine(lines[name]), max)
    if (wholeLine) report(`${name}: has more than ${max} characters, and was cut off there`)
    return [name, line] as const
  })
  return Object.fromEntries(fitted.filter(([, line]) => isVisible(line)))
}

/** Only chores are done in turn. */
function namesFor(kind: Kind, { names }: Draft, members: ReadonlySet<string>) {
  if (!names) return {}
  const { turns, turn_rule, ...all } = namesAmong(names, members)
  return hasField(kind, 'turns') ? { ...all, turns, turn_rule } : all
}

/** A chore is never finished. */
function historyOf({ status, doneAt }: Draft, kind: Kind) {
  if (kind === 'chore' && status === 'done') return { status: 'todo' as const }
  return { status, done_at: isOpen({ status }) ? undefined : doneAt }
}

/** The project as a tag, where the kind has none. */
function projectTag({ project }: Draft, kind: Kind, report: Report): string[] {
  if (!project || kind === 'task') return []
  if (kind === 'chore') report(`is a chore, which has no project: tagged ${foldTag(project)} instead`)
  return [project]
}

const originOf = ({ origin, status, partOf }: Draft): string =>
  `${status === 'done' ? 'completed ' : ''}${partOf === undefined ? '' : 'sub'}${origin}`

/** An interval that ends before it begins is dropped. */
function intervalOf(draft: Draft, today: Day, report: Report): string | null {
  const { every, due, countsFromCompletion } = draft
  if (!every) return null
  const end = endOf(every)
  if (end && !hasOccurrence(every, due ?? null, today, end)) {
    report(`recurs until ${end}, before it is due: it does not recur here`)
    return null
  }
  if (end && countsFromCompletion) report('recurs from its completion, but ends: it counts from its due date here')
  return every
}

function hasOccurrence(every: string, due: Day | null, today: Day, end: Day): boolean {
  if (due) return due <= end
  try {
    return firstOccurrence(every, today) <= end
  } catch {
    return false
  }
}

/** A project for each title of the drafts, by its folded title: the one that exists, or a new one. */
async function projectRows(
  format: string,
  { drafts, projectStatus }: Contents,
  existing: ImportContext['projects'],
): Promise<Map<string, ProjectRow>> {
  const rows = new Map<string, ProjectRow>()
  const slugs = new Set<string>()
  for (const draft of drafts) {
    const project = visibleProject(draft)
    if (!project) continue
    const title = oneLine(project)
    const name = foldName(title)
    if (rows.has(name)) continue
    const found = existing.find((one) => foldName(one.title) === name)
    const slug = found?.slug ?? freeSlug(slugOf(title) || (await transliteratedSlug(title)) || 'project', slugs)
    slugs.add(slug)
    const same = found ?? existing.find((one) => one.slug === slug)
    const { type, status, notes, created_at } = same ?? {
      type: 'general',
      status: projectStatus.get(title) ?? 'active',
      notes: null,
      created_at: unknownCreation(hashOf(`${format} project ${name}`)),
    }
    rows.set(name, {
      slug,
      title: same?.title ?? shortened(title, MAX_TITLE_CHARACTERS)[0],
      type,
      status,
      notes,
      created_at,
    })
  }
  return rows
}

function freeSlug(slug: string, taken: ReadonlySet<string>): string {
  if (!taken.has(slug)) return slug
  for (let n = 2; ; n++) {
    const numbered = `${slug.slice(0, 60)}-${n}`
    if (!taken.has(numbered)) return numbered
  }
}
