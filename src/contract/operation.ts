import type { Code } from '#domain/errors.ts'

/** A failure that comes of what an operation does, not of how it was called. */
export type OwnFailure = Extract<Code, 'not_found' | 'conflict' | 'forbidden'>

interface ReadMethod {
  method: 'GET'
  did?: undefined
}

interface WriteMethod {
  method: 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /**
   * What histories say: a verb, with its object where that is no item, project or feature; null where what was changed
   * says more. `done` is put in the words of the item's kind.
   */
  did: string | readonly [verb: string, object: string] | null
}

/** What interfaces need to know of an operation besides its input and output. */
export type Entry = (ReadMethod | WriteMethod) & EntryDetails

interface EntryDetails {
  /** `{name}` is replaced by a field of the input; the other fields go to the query (GET, DELETE) or the body. */
  path: string
  /** Who may call it: `admin` operations are refused to members. */
  role: 'user' | 'admin'
  /** One sentence, for the reference, tools and help. */
  description: string
  /** Status of the response, 200 by default, or 201 where a write made what it else changes; 204 has no body. */
  status?: 201 | 204
  /** What the ETag of a read depends on besides program and user. Writes have none. */
  etag?: 'item' | 'revision' | 'day' | 'content'
  /** About the user, whichever space a call names. */
  account?: true
  /** May be about all spaces of the user at once. */
  allSpaces?: true
  /**
   * May be about the space that the user's defaults name for what is added, or whose id is given: by which part of the
   * input.
   */
  byDefault?: 'kind' | 'id' | 'item' | 'operations'
  /** Allowed in a batch. */
  batch?: true
  /** The output contains an API key: it is not stored for repetitions. */
  secret?: true
  /** `If-Match` with an item's ETag refuses the write if the item has changed since. */
  supportsIfMatch?: true
  /** Carries all that a user has: a body of up to 32 MiB instead of 1 MiB, an output sent in pieces. */
  large?: true
  /** Besides the failures that any operation may have, see `failuresOf`. */
  fails: readonly OwnFailure[]
}

/** The entries of a noun's operations. */
export type OperationTable<NounOperations> = Record<keyof NounOperations, Entry>
