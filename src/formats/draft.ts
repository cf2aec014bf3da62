import type { Day, Instant } from '#domain/dates.ts'
import type { Item, LineField } from '#domain/fields.ts'
import type { ProjectStatus } from '#domain/projects.ts'
import type { TimeOfDay } from '#domain/times.ts'
import type { Status } from '#domain/statuses.ts'
import type { NamesOfItem } from '#domain/turns.ts'

/** What a reader of a format makes of one entry, before it is fitted to Track's rules. */
export interface Draft {
  /** Tells the entry from all others of its tracker, and stays the same in later exports. */
  source: string
  /** Where it stands: `line 3`. */
  place: string
  /** What its tracker calls it, for the table of what becomes what: `task`; `completed` is added where it is done. */
  origin: string
  /** The title of what it is a part of. */
  partOf?: string
  title: string
  status: Status
  /** Paragraphs. */
  notes: (string | null | undefined)[]
  tags: string[]
  priority?: number
  due?: Day | null
  /** Only with a due date. */
  at?: TimeOfDay | null
  /** Canonical. */
  every?: string | null
  /** Whether the interval counts from the day of completion: what recurs so is a chore. */
  countsFromCompletion?: boolean
  /** The title of its project. */
  project?: string | null
  estimate?: number | null
  createdAt?: Instant
  doneAt?: Instant
  /** Members of a shared space: who does it, or did. */
  names?: NamesOfItem
  /** Fields that only Track's own formats have. */
  own?: Partial<Pick<Item, 'kind' | 'last_done' | 'budget' | 'url' | 'bought_on'>>
  /** The same, of one line of text each. */
  lines?: Record<LineField, string>
}

/** Something that was not understood, or could not be kept as it is. */
export interface Finding {
  place: string
  text: string
  problem: string
}

/** The content of a file, as its reader understands it. */
export interface Contents {
  drafts: Draft[]
  findings: Finding[]
  /** Entries that are left out on purpose, by what they are: `deleted task`. */
  leftOut: Map<string, number>
  /** Projects that are not active, by title. */
  projectStatus: Map<string, ProjectStatus>
}

export function emptyContents(): Contents {
  return { drafts: [], findings: [], leftOut: new Map(), projectStatus: new Map() }
}

/** Counts an entry that is left out. */
export function leaveOut({ leftOut }: Contents, origin: string): void {
  leftOut.set(origin, (leftOut.get(origin) ?? 0) + 1)
}

/** The title of the project for a list; none for the one where everything begins. */
export const projectOfList = (name: string): string | null => (/^inbox$/i.test(name) ? null : name || null)

/** A file to read, and what its dates are read against. */
export interface Source {
  /** The file's name without folders. */
  name: string
  /** Its text; `` for a file that is none. */
  text: string
  bytes: Uint8Array
  /** The user's time zone. */
  timezone: string
  today: Day
}
