import type { NamedOperation, OperationName } from '#contract/operations.ts'
import { conflict, invalid, TrackError } from '#domain/errors.ts'
import type { ParsedInput } from '#contract/schemas.ts'
import { mayAnswerLong } from '#domain/usage.ts'
import { type User, ownerOf } from '#domain/users.ts'
import { sortByTime, type Today, type UpcomingDay } from '#domain/views.ts'
import { type Membership, membershipsOf } from '#store/memberships.ts'
import { runSteps } from '#store/run-steps.ts'
import type { Db } from '#store/schema.ts'
import type { ReadContext } from './context.ts'
import { hasSavedAnswer } from './idempotency.ts'
import { JsonAnswer } from './json-answer.ts'
import { DEFAULT_LIMIT, orderOf } from './items.ts'
import { mergePages, type PagedInput, pageInputs, type PageOfSpace, type Ranked } from './pages-of-spaces.ts'
import { StreamedAnswer } from './streamed-answer.ts'
import { latestUndoable } from './undo.ts'
import { asMember } from './space-of-call.ts'
import { DEFAULT_LIMIT as DEFAULT_FOUND } from './views.ts'

/** Stands for all spaces of the caller where a call names one. */
export const ALL_SPACES = '*'

/** Throws `invalid` for an operation that is about one space. */
export function requireAllSpaces({ allSpaces, name }: NamedOperation): void {
  if (!allSpaces) throw invalid({ path: 'x-track-space', message: `* is for no call of ${name}; name one space` })
}

/** The caller in each of their spaces: in their own, and then in those that are shared, by name. */
export async function inAllSpaces(db: Db, user: User): Promise<User[]> {
  return usersInSpaces(user, user.memberships ? await membershipsOf(db, user.id) : [])
}

/** A user in their own space, and in each of which they are a member. */
export function usersInSpaces<Row extends User>(user: Row, memberships: readonly Membership[]): Row[] {
  const own = { ...user, shared: undefined }
  return [own, ...memberships.map((membership) => asMember(own, membership)).filter((one) => one !== undefined)]
}

/** Names every space and its revision: what answers about all spaces depend on. */
export async function revisionsOfAll(db: Db, user: User): Promise<string> {
  return (await inAllSpaces(db, user)).map(({ space_id, revision }) => `${space_id}r${revision}`).join('-')
}

type Read = (context: ReadContext, input: object) => Promise<unknown>
interface InSpace<T> {
  space: string
  output: T
}

/** Carries a read out in each space, all at once, and puts the answers together. */
export async function readAll(
  { name }: NamedOperation,
  contexts: readonly ReadContext[],
  input: object,
  read: Read,
): Promise<unknown> {
  const paging = PAGING[name]
  const { limit = paging?.limit } = input as PagedInput
  const inputs = limit === undefined ? contexts.map(() => input) : pageInputs(contexts.map(nameOf), input, limit)
  const asked = contexts.flatMap((context, i) => (inputs[i] ? [{ context, input: inputs[i] }] : []))
  const answers = await answersOf(asked, read)
  if (paging) return mergePages(answers as PageOfSpace[], input, limit!, paging.compare(input))
  return name === 'views.today'
    ? mergeToday(answers as InSpace<Today>[])
    : mergeUpcoming(answers as InSpace<Upcoming>[])
}

type Compare = (a: Ranked, b: Ranked) => number

/** Of lists in pages: how many items a page has by default, and which of two spaces' items comes first. */
const PAGING: { [Name in OperationName]?: { limit: number; compare(input: object): Compare } } = {
  'items.list': { limit: DEFAULT_LIMIT, compare: (input) => compareBy(orderOf(input)) },
  'search.find': { limit: DEFAULT_FOUND, compare: () => (a, b) => a.rank - b.rank },
}

/** Compares by what lists are sorted by, as far as items of two spaces can be compared. */
function compareBy({ sort, isReversed }: ReturnType<typeof orderOf>): Compare {
  const direction = isReversed ? -1 : 1
  return ({ item: a }, { item: b }) => {
    const byText =
      sort === 'due' ? compareTexts(a.due, b.due) : sort === 'done' ? compareTexts(a.done_at, b.done_at) : 0
    const byAge = sort === 'created' ? compareTexts(a.created_at, b.created_at) : 0
    return direction * (byText || byAge || (sort === 'created' ? 0 : a.priority - b.priority))
  }
}

/** Null comes last. */
const compareTexts = (a: string | null, b: string | null) =>
  a === b ? 0 : a === null ? 1 : b === null ? -1 : a < b ? -1 : 1

const nameOf = ({ user }: ReadContext): string => ownerOf(user).name

/** Characters of all answers, which are put together in memory. */
const MAX_CHARACTERS = 8 * 1024 * 1024

interface Asked {
  context: ReadContext
  input: PagedInput
}

/**
 * Answers all at once where none can be long, else one after another: when the pages so far are long, further ones have
 * a single item. Throws `too_large` for views that are longer together than 8 MiB.
 */
async function answersOf(asked: readonly Asked[], read: Read): Promise<InSpace<unknown>[]> {
  const answers: InSpace<unknown>[] = []
  const ofText = (text: string, { context }: Asked) => ({ space: nameOf(context), output: JSON.parse(text) as unknown })
  const text_bytes = asked.reduce((sum, { context }) => sum + context.user.text_bytes, 0)
  if (!mayAnswerLong({ text_bytes }))
    return Promise.all(asked.map(async (one) => ofText(await textOf(one, read, Infinity), one)))
  let left = MAX_CHARACTERS
  for (const one of asked) {
    const { limit } = one.input
    const input = limit === undefined || left > 0 ? one.input : { ...one.input, limit: 1 }
    const text = await textOf({ ...one, input }, read, limit === undefined ? left : Infinity)
    left -= text.length
    answers.push(ofText(text, one))
  }
  return answers
}

async function textOf({ context, input }: Asked, read: Read, maxCharacters: number): Promise<string> {
  const output = await read(context, input)
  const text =
    output instanceof StreamedAnswer ? await output.text(maxCharacters) : (output as JsonAnswer<unknown>).json
  if (text.length <= maxCharacters) return text
  throw new TrackError('too_large', 'what all spaces show together is longer than 8 MiB', {
    hint: 'Ask for one space at a time.',
  })
}

/** What several spaces list, one after the other, each item with its space. */
const together = <Answer, T extends object>(
  answers: readonly InSpace<Answer>[],
  listed: (answer: Answer) => readonly T[],
): (T & { space: string })[] =>
  answers.flatMap(({ space, output }) => listed(output).map((item) => ({ ...item, space })))

const byPriority = (a: { priority: number }, b: { priority: number }) => a.priority - b.priority

function mergeToday(answers: readonly InSpace<Today>[]): Today {
  const section = (name: 'overdue' | 'today' | 'doing' | 'priority') =>
    together(answers, (view) => view[name]).toSorted(byPriority)
  const sum = (name: 'count' | 'estimate') => answers.reduce((total, { output }) => total + output[name], 0)
  return {
    date: answers[0]!.output.date,
    overdue: section('overdue'),
    today: sortByTime(section('today')),
    doing: section('doing'),
    priority: section('priority'),
    count: sum('count'),
    estimate: sum('estimate'),
  }
}

interface Upcoming {
  days: UpcomingDay[]
}

function mergeUpcoming(answers: readonly InSpace<Upcoming>[]): Upcoming {
  const days = answers[0]!.output.days.map(({ date }, n) => {
    const items = together(answers, (agenda) => agenda.days[n]!.items)
    const isLater = ({ occurrence }: UpcomingDay['items'][number]) => Number(occurrence ?? false)
    return { date, items: sortByTime(items.toSorted((a, b) => isLater(a) - isLater(b) || byPriority(a, b))) }
  })
  return { days }
}

/**
 * The caller in the space where their newest write is that an undo takes back, or their newest undo that a redo does;
 * for a repeated call, where it was done. Throws `conflict` where there is none, `invalid` for a revision, which is of
 * one space.
 */
export async function spaceToUndoIn(
  db: Db,
  users: readonly User[],
  operation: NamedOperation,
  input: ParsedInput<'changes.undo'>,
  idempotencyKey: string | undefined,
): Promise<User> {
  if (input.revision !== undefined)
    throw invalid({ path: 'revision', message: 'is of one space; name it instead of *' })
  const candidates = await Promise.all(
    users.map(async (user) => {
      if (idempotencyKey !== undefined && (await hasSavedAnswer(db, user, operation, input, idempotencyKey)))
        return { user, at: LATER_THAN_ALL }
      const entry = await runSteps(latestUndoable(db, user, input.redo ?? false))
      return entry ? { user, at: entry.at } : undefined
    }),
  )
  const [newest] = candidates.filter((one) => one !== undefined).toSorted((a, b) => compareTexts(b.at, a.at))
  if (newest) return newest.user
  throw conflict(`there is nothing to ${input.redo ? 'redo' : 'undo'}`)
}

const LATER_THAN_ALL = '~'
