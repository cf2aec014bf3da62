import type { Generated, Kysely, Transaction } from 'kysely'
import type { PlacedItem } from '#domain/items.ts'
import type { KeyKind } from '#domain/keys.ts'
import type { Feature, Project } from '#domain/projects.ts'
import type { Usage } from '#domain/usage.ts'
import type { MemberRole } from '#domain/spaces.ts'
import type { User } from '#domain/users.ts'

export interface UserRow extends Omit<User, keyof Usage | 'revision' | 'shared'> {
  /** 0 while the time zone is a default. */
  timezone_chosen: number
}

/** What owns items, and all that is counted of it. Every user has one. */
export interface SpaceRow extends Usage {
  space_id: number
  /** Raised by one with every write. */
  revision: number
  /** The oldest revision from which changes can be listed: journal rows up to it may have been deleted. */
  journal_from: number
  /** The revision up to which the full-text index has every change. */
  indexed_revision: number
  /** While the words of all items are made anew: up to which id that is done; null when all are. */
  reindexed_to: string | null
  /** JSON: how many ids of each prefix were issued. */
  issued_ids: string
  /** 1 if there are any, so that new ids are compared with them. */
  has_imported_ids: number
}

/** A user with their own space, or a shared one that a call is about. */
export type OwnerRow = UserRow & SpaceRow & Pick<User, 'shared'>

/** What a space has that several users share. */
export interface SharedSpaceRow {
  name: string
  id: string
  /** Null once it was removed: its name is not given again. */
  space_id: number | null
  created_at: string
}

export interface MembershipRow {
  space_id: number
  user_id: string
  role: MemberRole
  /** JSON array of the names by which the others know them. */
  called: string
  /** JSON array of the pools whose items they have in this space by default. */
  default_of: string
  /** When they were invited, or made the space. */
  since: string
}

export interface KeyRow {
  /** SHA-256 of the key, hexadecimal. */
  hash: string
  user_id: string
  kind: KeyKind
  /** The shared space whose feed it opens; null: what is the user's own, or all. */
  space_id: number | null
  /** The feed key itself, so that it can be shown again; null for API keys. */
  secret: string | null
  created_at: string
}

export interface ItemRow extends Omit<PlacedItem, 'tags' | 'turns' | 'budget'> {
  /** Given by the database; newer rows have higher numbers. */
  seq: Generated<number>
  space_id: number
  pool: string
  /** 1 while todo or doing. */
  open: number
  /** JSON array. */
  tags: string
  /** JSON array of names, or null. */
  turns: string | null
  /** Cents. */
  budget: number | null
}

export interface JournalRow {
  space_id: number
  revision: number
  /** 0; of a long write there are more rows, which hold more of its differences. */
  part: number
  /** Milliseconds since 1970. */
  at: number
  client: string
  /** The name of the user who wrote; null: the one whose own space it is, or was. */
  by: string | null
  /** Operations of items, which most are, without their noun: `add` for `items.add`. */
  op: string
  /** Null in further parts. */
  undoes: number | null
  /** The space, and the revision there, of the other half of a write that moved items between two; else null. */
  linked_space: number | null
  linked_revision: number | null
  /** 1: survives compaction, because it records the completion of a chore. */
  kept: number
  /** About how long all differences of the write are, in characters; in further parts, those up to it. */
  size: number
  /** JSON, see journal-json.ts. */
  differences: string
}

/** Where the journal tells of an item, project or feature. */
export interface JournalEntityRow {
  space_id: number
  entity_id: string
  revision: number
  part: number
}

export interface AnswerRow {
  space_id: number
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
  shared_spaces: SharedSpaceRow
  memberships: MembershipRow
  /** One row, once there is a space: the last number that one was given, since none is given again. */
  space_counter: { last_number: number }
  spaces: SpaceRow
  items: ItemRow
  projects: Project & { space_id: number }
  features: Feature & { space_id: number }
  /** Ids that came by an import, which must not be issued again. */
  imported_ids: { space_id: number; id: string }
  journal: JournalRow
  journal_entities: JournalEntityRow
  answers: AnswerRow
  schema_version: { version: number }
}

export type Db = Kysely<Tables> | Transaction<Tables>
