import { createApp } from '#http/app.ts'
import type { Doors, HttpSettings, Log } from '#http/doors.ts'
import { BOUNDS } from '#http/holding.ts'
import type { World } from '#service/context.ts'
import { feedItems } from '#service/feed.ts'
import { Live } from '#service/live.ts'
import { carryOut } from '#service/service.ts'
import { Text } from '#service/text.ts'
import { hashOf } from '#service/users.ts'
import type { Engine } from '#store/engine.ts'
import { itemRevision } from '#store/items.ts'
import { userOfKey } from '#store/users.ts'
import { farewell } from './farewell.ts'

export interface Assembly {
  app: ReturnType<typeof createApp>
  live: Live
  /** Ends the streams, and the server when what runs is answered. */
  close(): Promise<void>
}

/** Whom keys open, as their rows say now: nobody asks for a row again that would be the same. */
function opener(engine: Engine): Doors['userOf'] {
  let moment: object | undefined
  const open = async (key: string) => {
    const hash = hashOf(key)
    const row = await userOfKey(engine.read, hash)
    if (!row) return undefined
    const { kind, ...user } = row
    return { user, kind, hash }
  }
  const opened = new Map<string, ReturnType<typeof open>>()
  return async (key, door) => {
    const now = engine.moment()
    if (now !== moment) opened.clear()
    moment = now
    let opening = opened.get(key)
    if (!opening) {
      opened.set(key, (opening = open(key)))
      const forget = () => opened.delete(key)
      opening.then((caller) => caller ?? forget(), forget) // keys of nobody would fill it, and a failure may not come again
    }
    const caller = await opening
    return caller && (caller.kind === 'api' || door === 'feed') ? caller : undefined
  }
}

/** Puts a whole server together over a world; whoever opened the world's database closes it. */
export function assemble(base: Omit<World, 'written'>, settings: HttpSettings, log: Log, version: string, { pages = null, bounds = BOUNDS }: Partial<Pick<Doors, 'pages' | 'bounds'>> = {}): Assembly {
  const live = new Live(base)
  const world: World = { ...base, written: (userIds, settings) => live.written(userIds, settings) }
  const { engine } = world
  const app = createApp({
    version,
    userOf: opener(engine),
    call: async (operation, user, session, input, options) => Text.of(await carryOut(world, user, session, operation, input, options)),
    revisionOf: (user, id) => itemRevision(engine.read, user.id, id),
    follow: (stream, since) => live.follow(stream, since),
    streams: (userId) => live.count(userId),
    feedItems: (user, query) => feedItems(world, user, query),
    ready: async () => void (await engine.read.selectFrom('schema_version').select('version').execute()),
    now: world.now,
    log,
    settings,
    pages,
    bounds,
  })
  const end = farewell(app)
  engine.elsewhere((userIds) => {
    if (userIds) live.written(userIds, false)
    else live.sweep().catch((err) => log.error({ err }, 'open streams could not be checked'))
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
