import { createApp } from '#http/app.ts'
import type { Backend, HttpSettings, Log } from '#http/backend.ts'
import { BOUNDS } from '#http/holding.ts'
import type { World } from '#service/context.ts'
import { feedItems } from '#service/feed.ts'
import { Live } from '#service/live.ts'
import { carryOut } from '#service/service.ts'
import { Text } from '#service/text.ts'
import { hashOf } from '#service/users.ts'
import type { Engine } from '#store/engine.ts'
import { getItemRevision } from '#store/items.ts'
import { userOfKey } from '#store/users.ts'
import { gracefulShutdown } from './graceful-shutdown.ts'
import { cacheUntilCommit } from './cache-until-commit.ts'

export interface Assembly {
  app: ReturnType<typeof createApp>
  live: Live
  /** Ends the streams, and the server when what runs is answered. */
  close(): Promise<void>
}

/** Whom keys open, as their rows say now. */
function opener(engine: Engine): Backend['userOf'] {
  const ofKey = cacheUntilCommit(engine, async (key: string) => {
    const hash = hashOf(key)
    const row = await userOfKey(engine.read, hash)
    if (!row) return undefined
    const { kind, ...user } = row
    return { user, kind, hash }
  })
  return async (key, door) => {
    const caller = await ofKey(key)
    return caller && (caller.kind === 'api' || door === 'feed') ? caller : undefined
  }
}

/** Puts a whole server together over a world; whoever opened the world's database closes it. */
export function assemble(
  base: Omit<World, 'written'>,
  settings: HttpSettings,
  log: Log,
  version: string,
  { pages = null, bounds = BOUNDS }: Partial<Pick<Backend, 'pages' | 'bounds'>> = {},
): Assembly {
  const live = new Live(base)
  const world: World = { ...base, written: (userIds, settings) => live.written(userIds, settings) }
  const { engine } = world
  const revisionOf = cacheUntilCommit(engine, (userId: string, id: string) => getItemRevision(engine.read, userId, id))
  const app = createApp({
    version,
    userOf: opener(engine),
    call: async (operation, user, session, input, options) => {
      const { output, revision } = await carryOut(world, user, session, operation, input, options)
      return { output: Text.of(output), revision }
    },
    revisionOf: (user, id) => revisionOf(user.id, id),
    follow: (stream, since) => live.follow(stream, since),
    streams: (userId) => live.count(userId),
    feedItems: (user, query) => feedItems(world, user, query),
    ready: () => engine.ready(),
    now: world.now,
    log,
    settings,
    pages,
    bounds,
  })
  const end = gracefulShutdown(app)
  engine.onRemoteChange((userIds) => {
    if (userIds) live.written(userIds, false)
    else void live.sweep()
  })
  return {
    app,
    live,
    close: async () => {
      live.closeAll()
      await end()
    },
  }
}
