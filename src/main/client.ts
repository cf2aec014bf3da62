import { client } from '#client/client.ts'
import { fetchTransport } from '#client/fetch-transport.ts'
import { followJournal, type FollowOptions, type JournalEvent } from '#client/follow.ts'
import { type PagedOperation, pagesOf } from '#client/pages.ts'
import type { InputOf } from '#contract/signatures.ts'
import type { Track } from '#contract/track.ts'
import type { Item } from '#domain/fields.ts'
import { withoutWrapping } from '#domain/typed-text.ts'

export type { FollowOptions, JournalEvent } from '#client/follow.ts'
export type { FailureOf } from '#contract/failures.ts'
export type { InputOf, OperationName, OutputOf } from '#contract/signatures.ts'
export type { CallOptions, Track } from '#contract/track.ts'
export type * from '#contract/types.ts'
export { type Code, type FieldError, TrackError } from '#domain/errors.ts'
export type { Status } from '#domain/statuses.ts'
export type { Item } from '#domain/fields.ts'
export type { Kind } from '#domain/kinds.ts'
export type { Feature, Project } from '#domain/projects.ts'
export type { Today, UpcomingDay } from '#domain/views.ts'

/** Everything that Track can do, and what goes on: lists page by page, and the journal as it grows. */
export interface Client extends Track {
  /** The items of a list or a search page by page, a request each, as they are asked for. */
  pages<Name extends PagedOperation>(operation: Name, input: InputOf<Name>): AsyncGenerator<Item[]>
  /**
   * Each write as it happens, without a gap: connects again after a failure. Ends with `signal`; throws a TrackError
   * where the server refuses it.
   */
  events(options?: FollowOptions): AsyncGenerator<JournalEvent>
}

/**
 * Connects to a server by its URL and a key, for programs that import `track/client`; needs only `fetch`. `space` is
 * the name or id of a space that all calls are about; without it, the user's own. A write without an answer is retried
 * with its idempotency key for up to 10 s. Every failure is a TrackError.
 */
export function connect(server: { url: string; key: string; space?: string }): Client {
  const access = {
    url: withoutWrapping(server.url),
    key: withoutWrapping(server.key),
    client: 'api',
    ...(server.space !== undefined && { space: server.space }),
  }
  const track = client({
    ...access,
    transport: fetchTransport(),
    idempotencyKey: () => globalThis.crypto.randomUUID(),
    sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
    now: Date.now,
  })
  /** Ids of events are revisions, but where they are of all spaces. */
  const now = async () => (access.space === '*' ? undefined : String((await track.changes.list({ limit: 1 })).revision))
  return {
    ...track,
    pages: (operation, input) => pagesOf(track, operation, input),
    events: (options = {}) => followJournal({ ...access, now }, options),
  }
}
