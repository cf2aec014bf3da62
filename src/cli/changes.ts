import { nameSome, type WriteDescription } from '#contract/sentences.ts'
import { KIND } from '#domain/kinds.ts'
import { idAndTitle } from './items.ts'

/** A description of a write as a line: `done c-12ab  Water the plants`. */
export function formatWrite({ verb, subjects, object }: WriteDescription): string {
  const [subject] = subjects
  if (!subject) return `${verb} ${object}`
  if (object) {
    const { named, more } = nameSome(subjects)
    return `${verb} ${object}: ${named.map(({ title }) => title).join(', ')}${more > 0 ? ` and ${more} more` : ''}`
  }
  const { entity, converted, fields } = subject
  const what = entity === 'item' ? '' : `${entity} `
  const to = converted ? ` to ${KIND[converted.to].one}` : ''
  const labels = fields.map(({ label }) => label.toLowerCase()).join(', ')
  return `${verb} ${what}${idAndTitle(subject)}${to}${labels && ` (${labels})`}`
}
