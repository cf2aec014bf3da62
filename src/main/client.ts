import { client } from '#client/client.ts'
import { fetchTransport } from '#client/fetch-transport.ts'
import type { Track } from '#contract/track.ts'
import { withoutWrapping } from '#domain/typed-text.ts'

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

/**
 * Connects to a server by its URL and a key, for programs that import `track/client`; needs only `fetch`. `space` is
 * the name or id of a space that all calls are about; without it, the user's own. A write
 * without an answer is retried with its idempotency key for up to 10 s. Every failure is a TrackError.
 */
export function connect({ url, key, space }: { url: string; key: string; space?: string }): Track {
  return client({
    url: withoutWrapping(url),
    key: withoutWrapping(key),
    client: 'api',
    ...(space !== undefined && { space }),
    transport: fetchTransport(),
    idempotencyKey: () => globalThis.crypto.randomUUID(),
    sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
    now: Date.now,
  })
}
