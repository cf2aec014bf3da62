import type { Follower, FollowerOfAll } from '#contract/follower.ts'
import type { NamedOperation } from '#contract/operations.ts'
import type { CallOptions, CallResult, Track } from '#contract/track.ts'
import type { PlacedItem } from '#domain/items.ts'
import type { KeyKind } from '#domain/keys.ts'
import type { Defaults } from '#domain/spaces.ts'
import type { User } from '#domain/users.ts'
import type { Bounds } from './bounds.ts'

/**
 * What a key must open. A feed key opens only the feed; an API key opens both. A write looks its key up once more, in
 * its transaction.
 */
export type KeyPurpose = 'read' | 'write' | 'feed'

export interface Caller {
  /** In the space that the request names. */
  user: User
  /** The user in each of their spaces, their own first, where the request is about all. */
  inAllSpaces?: User[]
  /** SHA-256 of the key. */
  hash: string
  kind: KeyKind
}

/** JSON text, whole or in pieces, and the item that it is of. */
export interface WholeOutput {
  json: string
  pieces: readonly string[]
  item: { id: string; revision: number } | undefined
}

/** JSON text that is made while it is sent. */
export interface StreamedOutput {
  /** Rejects where it cannot be made. */
  begin(): Promise<AsyncIterableIterator<string>>
}

/** A request of MCP and the response to it, whose bodies are JSON, or an event with JSON. */
export interface McpRequest {
  url: string
  headers: Record<string, string>
  body: unknown
}
export interface McpResponse {
  status: number
  headers: Record<string, string>
  body: string
}

/** Everything that the HTTP server is given. It imports neither store nor service. */
export interface Backend {
  version: string
  /**
   * The user of a key, in the space that is named, or without one in that which the key is for. Where they are no
   * member of it, or all are named, they are in their own.
   */
  userOf(key: string, purpose: KeyPurpose, space?: string): Promise<Caller | undefined>
  /** Throws `not_found` for a user who is not in the space that they name. */
  requireSpace(user: User, space: string): void
  /**
   * The user in the space that their defaults name for a call, by what it is about. Throws `invalid` for calls that are
   * about no such thing, or about two spaces.
   */
  inDefaultSpace(operation: NamedOperation, user: User, input: object, options: CallOptions): Promise<User>
  /** Carries an operation out. */
  call(
    operation: NamedOperation,
    caller: Caller,
    session: { client: string; origin: string; isGone(): boolean; spent(ms: number): void },
    input: object,
    options: CallOptions,
  ): Promise<CallResult<WholeOutput | StreamedOutput>>
  /** Answers a request of MCP with the tools, for the Track of its caller. */
  mcp(track: Track, request: McpRequest): Promise<McpResponse>
  /** Of the item of exactly this id; cheaper than the item itself, for clients that may have it already. */
  revisionOf(user: User, id: string): Promise<number | undefined>
  /** The shared spaces that a user's pools are in by default. */
  defaultsOf(user: User): Promise<Defaults>
  follow(follower: Follower, since: number | null): Promise<() => void>
  /** The same for all spaces of a user. Throws `invalid` for what is no id of an event of theirs. */
  followAll(follower: FollowerOfAll, lastEventId: string | null): Promise<() => void>
  /** The number of open streams of one user, or of all. */
  streams(userId?: string): number
  /** A user in each of their spaces, their own first. */
  inAllSpaces(user: User): Promise<User[]>
  /** Whether a caller's key still opens all these spaces, in which a user is given. */
  stillOpens(caller: Caller, users: readonly User[]): Promise<boolean>
  /** In batches, each of one of the spaces in which a user is given. */
  feedItems(
    users: readonly User[],
    query: Record<string, string | undefined>,
  ): AsyncIterable<{ user: User; items: PlacedItem[] }>
  /** Rejects while the database does not answer. */
  ready(): Promise<void>
  /** Lets other requests be worked on, and resolves after them. */
  nextTurn(): Promise<void>
  /** Calls back in a later turn of the event loop, once connections that have come are accepted. */
  afterAccepting(callback: () => void): void
  /** To be called for each connection that has been accepted. */
  noteAccepted(): void
  now(): Date
  log: Log
  settings: HttpSettings
  bounds: Bounds
  /** The folder of the built web page; null: there is none. */
  pages: string | null
}

export interface Log {
  info(fields: object, message: string): void
  error(fields: object, message: string): void
}

export interface HttpSettings {
  /** The address that people use, without a slash at its end; null: as each request says. */
  publicUrl: string | null
  /** Whose x-forwarded headers count: nobody's, everybody's, those of these addresses, or by distance. */
  trustProxy: boolean | string | ((address: string, hop: number) => boolean)
  /** Requests a minute and key; 0: any number. */
  rateLimit: number
  /** Wrong keys a minute and address; 0: any number. */
  authRateLimit: number
}
