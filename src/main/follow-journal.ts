import { followStream } from '#client/follow.ts'
import type { ServerAccess } from '#cli/environment.ts'

/**
 * Tells of each write after a revision as it happens, or (undefined, in all spaces) that it begins to and of each write
 * from then on, until the signal ends it. Throws a TrackError where the server refuses it.
 */
export async function* followWrites(
  server: ServerAccess,
  since: number | undefined,
  signal: AbortSignal,
): AsyncGenerator<void> {
  const source = { ...server, now: () => Promise.resolve(undefined) }
  for await (const _ of followStream(source, { ...(since !== undefined && { since }), signal })) yield
}
