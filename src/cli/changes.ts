import { type FieldChange, nameSome, originalOperation, type WriteDescription } from '#contract/sentences.ts'
import type { Track } from '#contract/track.ts'
import type { Change } from '#contract/types.ts'
import { estimatePhrase } from '#domain/estimates.ts'
import { everyPhrase } from '#domain/interval-phrase.ts'
import { KIND } from '#domain/kinds.ts'
import type { DateFormat } from './date-format.ts'
import { idAndTitle } from './items.ts'

/**
 * A description of a write as a line: `changed c-12ab  Water the plants (priority 3 → 1)`; `prefixOf` tells what stands
 * before an id.
 */
export function formatWrite(
  { verb, subjects, object }: WriteDescription,
  dates: DateFormat,
  prefixOf: (item: { id: string }) => string = () => '',
): string {
  const [subject] = subjects
  if (!subject) return `${verb} ${object}`
  if (object) {
    const { named, more } = nameSome(subjects)
    return `${verb} ${object}: ${named.map(({ title }) => title).join(', ')}${more > 0 ? ` and ${more} more` : ''}`
  }
  const { entity, converted, fields } = subject
  const what = entity === 'item' ? '' : `${entity} `
  const to = converted ? ` to ${KIND[converted.to].one}` : ''
  const changes = fields.map((change) => formatChange(change, dates)).join(', ')
  return `${verb} ${what}${prefixOf(subject)}${idAndTitle(subject)}${to}${changes && ` (${changes})`}`
}

/** A field with its old and its new value: `due 2 Dec → none`; of long texts only that they changed. */
function formatChange({ label, type, before, after }: FieldChange, dates: DateFormat): string {
  const name = label.toLowerCase()
  if (type === 'text' || type === 'url')
    return `${name} ${before === null ? 'added' : after === null ? 'removed' : 'changed'}`
  if (type === 'tags') return formatTags((before ?? []) as string[], (after ?? []) as string[])
  const value = (one: FieldChange['after']) => (one === null ? 'none' : formatValue(type, one, dates))
  return `${name} ${value(before)} → ${value(after)}`
}

function formatTags(before: readonly string[], after: readonly string[]): string {
  const changes = [
    ...after.filter((tag) => !before.includes(tag)).map((tag) => `+#${tag}`),
    ...before.filter((tag) => !after.includes(tag)).map((tag) => `-#${tag}`),
  ]
  return changes.join(' ') || 'tags put in order'
}

function formatValue(type: FieldChange['type'], value: NonNullable<FieldChange['after']>, dates: DateFormat): string {
  if (type === 'title') return `"${String(value)}"`
  if (type === 'date' || type === 'pastDate') return dates.day(String(value))
  if (type === 'interval') return everyPhrase(String(value))
  if (type === 'minutes') return estimatePhrase(Number(value))
  return type === 'money' ? dates.money(Number(value)) : String(value)
}

/** An undo of an undo, and so on, is followed so far. */
const MAX_STEPS = 20

type Undoing = Pick<Change, 'revision' | 'op' | 'undoes'>

/**
 * The operation that first made what a write did, found through the undos between: in `journal`, or by asking for what
 * is not there, which is then added to it. Undefined where the journal no longer has it.
 */
export async function firstOperation(
  change: Pick<Change, 'op' | 'undoes'>,
  journal: Undoing[],
  track: Pick<Track, 'changes'>,
): Promise<string | undefined> {
  let undone = change.undoes
  for (let step = 0; undone !== null && step < MAX_STEPS; step++) {
    const revision: number = undone
    let found = journal.find((one) => one.revision === revision)
    if (!found) {
      found = (await track.changes.list({ before: revision + 1, limit: 1 })).changes[0]
      if (found?.revision !== revision) break
      journal.push(found)
    }
    undone = found.undoes
  }
  return originalOperation(change, journal)
}
