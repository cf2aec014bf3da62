import type { Generated, Kysely, Transaction } from 'kysely'
import type { PlacedItem } from '#domain/items.ts'
import type { Feature, Project } from '#domain/projects.ts'
import type { User } from '#domain/users.ts'

export interface UserRow extends User {
  /** 0 while the time zone is a default. */
  timezone_chosen: number
  /** The oldest revision that can still be followed from: journal rows up to here may be gone. */
  journal_from: number
}

export interface KeyRow {
  /** SHA-256 of the key, hexadecimal. */
  hash: string
  user_id: string
  kind: 'api' | 'feed'
  /** The feed key itself, kept to be shown again; null for API keys. */
  secret: string | null
  created_at: string
}

export interface ItemRow extends Omit<PlacedItem, 'tags' | 'budget'> {
  /** Grows with every insert: newer rows have higher numbers. */
  seq: Generated<number>
  user_id: string
  pool: string
  /** 1 while todo or doing. */
  open: number
  /** JSON array. */
  tags: string
  /** Cents. */
  budget: number | null
}

export interface JournalRow {
  user_id: string
  revision: number
  at: string
  client: string
  op: string
  undoes: number | null
  /** 1: survives compaction, since it tells of a chore's completion. */
  kept: number
  /** Characters of all its differences. */
  size: number
}

export type Entity = 'item' | 'project' | 'feature'

export interface DifferenceRow {
  user_id: string
  revision: number
  entity: Entity
  entity_id: string
  /** JSON: the whole entity where it is gone after, else at least the fields that changed; null where it did not exist. */
  before: string | null
  /** JSON of the whole entity, null where it is gone. */
  after: string | null
}

export interface AnswerRow {
  user_id: string
  /** Method and path. */
  scope: string
  key: string
  /** SHA-256 of the body. */
  digest: string
  /** JSON; null when the answer must not be repeated. */
  answer: string | null
  at: string
}

export interface Tables {
  users: UserRow
  keys: KeyRow
  items: ItemRow
  projects: Project & { user_id: string }
  features: Feature & { user_id: string }
  id_counters: { user_id: string; prefix: string; given: number }
  /** Ids that came by an import, which the walk that gives ids has to step over. */
  imported_ids: { user_id: string; id: string }
  journal: JournalRow
  journal_differences: DifferenceRow
  answers: AnswerRow
  schema_version: { version: number }
}

export type Db = Kysely<Tables> | Transaction<Tables>
