import { createItem } from '#domain/edits.ts'
import { TrackError } from '#domain/errors.ts'
import type { Day } from '#domain/dates.ts'
import { MAX_TITLE_CHARACTERS } from '#domain/field-types.ts'
import type { Fields } from '#domain/fields.ts'
import type { Kind } from '#domain/kinds.ts'
import { type Notice, type QuickAddFields, quickAdd, type Understood } from '#domain/quick-add.ts'

/** What a new item is taken for where the line does not say otherwise. */
export type Assumptions = Partial<Pick<Fields, 'project' | 'feature' | 'due' | 'tags'>> & { kind?: Kind }

type QuickAddContext = Parameters<typeof quickAdd>[1]

export interface ParsedLine {
  fields: QuickAddFields
  /** By their place in the text as it was typed. */
  understood: Understood[]
  notices: Notice[]
  /** What is assumed beyond the text. */
  assumed: Assumptions
}

/** Reads a line as it will be added: what it says itself goes before what is assumed. */
export function parseLine(text: string, assume: Assumptions, quickAddContext: QuickAddContext): ParsedLine {
  const context = { ...quickAddContext, day: assume.due ?? undefined }
  const plain = quickAdd(text, context)
  const stated = new Set(plain.understood.map(({ field }) => field))
  const assumed: Assumptions = { ...assume }
  if (stated.has('kind') || stated.has('project')) delete assumed.kind
  if (stated.has('project') || (stated.has('kind') && plain.fields.kind !== 'task')) {
    delete assumed.project
    delete assumed.feature
  }
  if (stated.has('due')) delete assumed.due
  if (assumed.project) delete assumed.kind
  if (!assumed.kind)
    return {
      fields: assumed.project ? { ...plain.fields, kind: 'task' } : plain.fields,
      understood: plain.understood,
      notices: plain.notices,
      assumed,
    }

  // a kind decides what else is understood: amounts, recipients
  return { ...quickAdd(text, { ...context, kind: assumed.kind }), assumed }
}

/** A span of the line as a phrase that means nothing but itself. */
export function phraseAt(text: string, { start, end }: Pick<Understood, 'start' | 'end'>): string {
  return text.slice(start, end).trim().toLowerCase().replace(/\s+/g, ' ')
}

/** Why the line cannot be added, as a sentence; null when it can. */
export function findProblem({ fields, assumed }: ParsedLine, today: Day): string | null {
  if (fields.title.length > MAX_TITLE_CHARACTERS)
    return `A title has at most ${MAX_TITLE_CHARACTERS} letters; this one has ${fields.title.length}.`
  const { kind, ...rest } = fields
  const { tags: _, kind: __, ...more } = assumed
  try {
    createItem(kind, { ...more, ...rest }, { at: '', today })
    return null
  } catch (error) {
    if (!(error instanceof TrackError)) throw error
    if (kind === 'chore' && !fields.every) return 'A chore comes again: add how often, such as “every 2 weeks”.'
    if (kind === 'task' && !fields.project) return 'A task belongs to a project: add @ and its name.'
    return error.message
  }
}
