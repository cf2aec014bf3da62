import { followJournal } from '#client/follow.ts'
import type { ServerAccess } from '#cli/environment.ts'

/**
 * Tells of each write after a revision as it happens, until the signal ends it. Throws a TrackError where the server
 * refuses it.
 */
export async function* followWrites(server: ServerAccess, since: number, signal: AbortSignal): AsyncGenerator<void> {
  for await (const _ of followJournal({ ...server, now: () => Promise.resolve(undefined) }, { since, signal })) yield
}
