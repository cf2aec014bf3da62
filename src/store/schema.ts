import type { Generated, Kysely, Transaction } from 'kysely'
import type { PlacedItem } from '#domain/items.ts'
import type { Feature, Project } from '#domain/projects.ts'
import type { User } from '#domain/users.ts'

export interface UserRow extends User {
  /** 0 while the time zone is a default. */
  timezone_chosen: number
  /** The oldest revision from which changes can be listed: journal rows up to it may have been deleted. */
  journal_from: number
}

export interface KeyRow {
  /** SHA-256 of the key, hexadecimal. */
  hash: string
  user_id: string
  kind: 'api' | 'feed'
  /** The feed key itself, so that it can be shown again; null for API keys. */
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
  /** 1: survives compaction, because it records the completion of a chore. */
  kept: number
  /** Length of all its differences in characters. */
  size: number
}

export type EntityType = 'item' | 'project' | 'feature'

export interface DifferenceRow {
  user_id: string
  revision: number
  entity: EntityType
  entity_id: string
  /** JSON: the whole entity if it was deleted, otherwise at least the changed fields; null if it did not exist. */
  before: string | null
  /** JSON of the whole entity, null if it was deleted. */
  after: string | null
}

export interface AnswerRow {
  user_id: string
  /** Method and path. */
  scope: string
  key: string
  /** SHA-256 of the request body. */
  digest: string
  /** JSON; null if the response must not be repeated. */
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
  /** Ids that came by an import, which must not be issued again. */
  imported_ids: { user_id: string; id: string }
  journal: JournalRow
  journal_differences: DifferenceRow
  answers: AnswerRow
  schema_version: { version: number }
}

export type Db = Kysely<Tables> | Transaction<Tables>
