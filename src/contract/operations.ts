import type { Entry } from './operation.ts'
import { batch } from './operations/batch.ts'
import { calendar } from './operations/calendar.ts'
import { changes } from './operations/changes.ts'
import { data } from './operations/data.ts'
import { features } from './operations/features.ts'
import { items } from './operations/items.ts'
import { me } from './operations/me.ts'
import { members } from './operations/members.ts'
import { order } from './operations/order.ts'
import { projects } from './operations/projects.ts'
import { search } from './operations/search.ts'
import { spaces } from './operations/spaces.ts'
import { users } from './operations/users.ts'
import { views } from './operations/views.ts'
import type { OperationName, Signatures } from './signatures.ts'

export type { OperationName } from './signatures.ts'

/** Everything that Track can do. Routes, client, service, OpenAPI and tools are read from here. */
export const operations = {
  items,
  batch,
  order,
  views,
  search,
  projects,
  features,
  changes,
  data,
  calendar,
  me,
  spaces,
  members,
  users,
} satisfies { [Noun in keyof Signatures]: Record<keyof Signatures[Noun], Entry> }

export type Operations = typeof operations

export type NamedOperation = Entry & {
  name: OperationName
  noun: string
  verb: string
}

/** The table as a list, each entry with its name. */
export const allOperations: readonly NamedOperation[] = Object.entries(operations).flatMap(([noun, verbs]) =>
  Object.entries<Entry>(verbs).map(([verb, entry]) => ({
    ...entry,
    noun,
    verb,
    name: `${noun}.${verb}` as OperationName,
  })),
)
