import type { EntityChange, WriteDescription } from '#contract/sentences.ts'
import { KIND } from '#domain/kinds.ts'
import { capitalise } from '#web/format/text.ts'
import { formatFieldChange, startSmall, type ValueFormats } from '#web/format/writes.ts'

/** What a write did to one of its items, for that item's history: `Started`, `Priority 3 → 1, due 2 Dec`. */
export function describeStep(write: WriteDescription, change: EntityChange, formats: ValueFormats): string {
  const phrase = verbPhrase(write, change, formats)
  const fields = change.fields.map((field) => formatFieldChange(field, formats))
  const [first = 'Changed', ...others] = phrase ? [phrase, ...fields] : fields
  return [first, ...others.map(startSmall)].join(', ')
}

function verbPhrase(write: WriteDescription, change: EntityChange, { day }: ValueFormats): string | null {
  const { verb, converted, implied } = change
  if (converted)
    return verb === 'removed' ? `Converted to ${KIND[converted.to].one}` : `Converted from ${KIND[converted.from].one}`
  if (verb === 'added' && write.along.includes(change)) return 'Added, as the one before was done'
  if (verb === 'skipped') {
    const due = implied.find(({ name }) => name === 'due')
    return due ? `Skipped to ${day(String(due.after))}` : 'Skipped'
  }
  if (verb === 'moved') return 'Moved in its list'
  return verb === 'changed' ? null : capitalise(verb)
}
