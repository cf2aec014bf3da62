import type * as z from 'zod'
import type { NamedOperation } from './operations.ts'
import type { Disagreement, IfNone } from './schemas/agreement.ts'
import { batch } from './schemas/batch.ts'
import { calendar } from './schemas/calendar.ts'
import { changes } from './schemas/changes.ts'
import { data } from './schemas/data.ts'
import { features } from './schemas/features.ts'
import { items } from './schemas/items.ts'
import { me } from './schemas/me.ts'
import { members } from './schemas/members.ts'
import { order } from './schemas/order.ts'
import { projects } from './schemas/projects.ts'
import type { OperationSchemas, SchemaTable } from './schemas/schema.ts'
import { search } from './schemas/search.ts'
import { spaces } from './schemas/spaces.ts'
import { users } from './schemas/users.ts'
import { views } from './schemas/views.ts'
import type { InputOf, OperationName, OutputOf, Signatures } from './signatures.ts'

export { addFields } from './schemas/items.ts'

const table = {
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
} satisfies { [Noun in keyof Signatures]: SchemaTable<Noun> }

type Table = typeof table
type SchemasFor<Name extends OperationName> = Name extends `${infer Noun extends keyof Table}.${infer Verb}`
  ? Table[Noun][Verb & keyof Table[Noun]]
  : never
type DisagreementOf<Name extends OperationName> = Name extends OperationName
  ? Disagreement<Name, SchemasFor<Name>, InputOf<Name>, OutputOf<Name>>
  : never

/** Does not compile, naming the operations, where a schema and its signature differ. */
const schemas: IfNone<DisagreementOf<OperationName>, Record<string, Record<string, OperationSchemas>>> = table

export function schemasOf({ noun, verb }: Pick<NamedOperation, 'noun' | 'verb'>): OperationSchemas {
  return schemas[noun]![verb]!
}

/** An operation's input once it is parsed: what the service gets. */
export type ParsedInput<Name extends OperationName> =
  SchemasFor<Name> extends { input: infer Schema } ? z.output<Schema> : never
