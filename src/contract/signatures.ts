import type { BatchOperations } from './operations/batch.ts'
import type { CalendarOperations } from './operations/calendar.ts'
import type { ChangeOperations } from './operations/changes.ts'
import type { DataOperations } from './operations/data.ts'
import type { FeatureOperations } from './operations/features.ts'
import type { ItemOperations } from './operations/items.ts'
import type { MemberOperations } from './operations/members.ts'
import type { MeOperations } from './operations/me.ts'
import type { OrderOperations } from './operations/order.ts'
import type { ProjectOperations } from './operations/projects.ts'
import type { SearchOperations } from './operations/search.ts'
import type { SpaceOperations } from './operations/spaces.ts'
import type { UserOperations } from './operations/users.ts'
import type { ViewOperations } from './operations/views.ts'

/** What each operation takes and returns. */
export interface Signatures {
  items: ItemOperations
  batch: BatchOperations
  order: OrderOperations
  views: ViewOperations
  search: SearchOperations
  projects: ProjectOperations
  features: FeatureOperations
  changes: ChangeOperations
  data: DataOperations
  calendar: CalendarOperations
  me: MeOperations
  spaces: SpaceOperations
  members: MemberOperations
  users: UserOperations
}

/** `noun.verb`, as clients, batches and the journal name an operation. */
export type OperationName = {
  [Noun in keyof Signatures]: `${Noun}.${keyof Signatures[Noun] & string}`
}[keyof Signatures]

type SignatureOf<Name extends OperationName> = Name extends `${infer Noun extends keyof Signatures}.${infer Verb}`
  ? Signatures[Noun][Verb & keyof Signatures[Noun]]
  : never
/** Distributes over several names. */
export type InputOf<Name extends OperationName> = Name extends OperationName
  ? SignatureOf<Name> extends (input: infer Input) => unknown
    ? Input
    : never
  : never
export type OutputOf<Name extends OperationName> = Name extends OperationName
  ? SignatureOf<Name> extends (input: never) => infer Output
    ? Output
    : never
  : never
