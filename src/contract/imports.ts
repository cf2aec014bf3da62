import { TrackError } from '#domain/errors.ts'
import type { Import, ImportCounts, Imported } from './types.ts'

/**
 * Parses the text of an exported file; `name` is the file's, for the message. Throws `conflict` unless it is JSON with
 * `format: 'track'`. The server validates the rest.
 */
export function parseDocument(text: string, name: string): Import {
  let document: unknown = null
  try {
    document = JSON.parse(text.replace(/^\ufeff/, ''))
  } catch {
    // refused below
  }
  if ((document as Partial<Import> | null)?.format === 'track') return document as Import
  throw new TrackError('conflict', `${name} is no export of Track; nothing was changed`, {
    hint: 'track export makes one.',
  })
}

/**
 * Describes the result of an import: `added 12 items and 1 project, 3 were here already, 1 has changed here since and
 * stays so`.
 */
export function describeImport(imported: Imported): string {
  const parts = (['items', 'projects', 'features'] as const).map((noun) => ({ noun, ...imported[noun] }))
  const added = parts
    .filter((part) => part.added)
    .map((part) => `${part.added} ${part.added === 1 ? part.noun.slice(0, -1) : part.noun}`)
  const sum = (what: keyof ImportCounts) => parts.reduce((total, part) => total + part[what], 0)
  const [same, kept] = [sum('unchanged'), sum('kept')]
  return [
    added.length
      ? `added ${added.length > 1 ? `${added.slice(0, -1).join(', ')} and ${added.at(-1)}` : added[0]}`
      : 'nothing to add',
    ...(same ? [`${same} ${same === 1 ? 'was' : 'were'} here already`] : []),
    ...(kept
      ? [`${kept} ${kept === 1 ? 'has changed here since and stays' : 'have changed here since and stay'} so`]
      : []),
  ].join(', ')
}
