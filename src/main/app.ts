import { createApp } from '#http/app.ts'
import type { Backend, HttpSettings, Log } from '#http/backend.ts'
import { BOUNDS } from '#http/bounds.ts'
import type { ServiceDeps } from '#service/context.ts'
import { feedItems } from '#service/feed.ts'
import { Live } from '#service/live.ts'
import { carryOut } from '#service/service.ts'
import { JsonAnswer } from '#service/json-answer.ts'
import { StreamedAnswer } from '#service/streamed-answer.ts'
import { hashOf } from '#service/users.ts'
import type { Engine } from '#store/engine.ts'
import { runSteps } from '#store/run-steps.ts'
import { nextTurn } from '#store/next-turn.ts'
import { getItemRevision } from '#store/items.ts'
import { userOfKey } from '#store/users.ts'
import { prepareShutdown } from './graceful-shutdown.ts'
import { cacheUntilCommit } from './cache-until-commit.ts'

export interface AssembledServer {
  app: ReturnType<typeof createApp>
  live: Live
  /** Closes the event streams, and the server once running requests are answered. */
  close(): Promise<void>
}

/** Finds the user of a key, with a cache that is valid until the next commit. */
function keyAuthenticator(engine: Engine): Backend['userOf'] {
  const userByKey = cacheUntilCommit(engine, async (key: string) => {
    const hash = hashOf(key)
    const row = await userOfKey(engine.read, hash)
    if (!row) return undefined
    const { kind, ...user } = row
    return { user, kind, hash }
  })
  return async (key, purpose) => {
    const caller = await userByKey(key)
    return caller && (caller.kind === 'api' || purpose === 'feed') ? caller : undefined
  }
}

/** Assembles a server. The caller closes the database. */
export function assembleServer(
  base: Omit<ServiceDeps, 'onWritten'>,
  settings: HttpSettings,
  log: Log,
  version: string,
  { pages = null, bounds = BOUNDS }: Partial<Pick<Backend, 'pages' | 'bounds'>> = {},
): AssembledServer {
  const live = new Live(base)
  const deps: ServiceDeps = { ...base, onWritten: (userIds, settings) => live.onWritten(userIds, settings) }
  const { engine } = deps
  const revisionOf = cacheUntilCommit(engine, (userId: string, id: string) => getItemRevision(engine.read, userId, id))
  const app = createApp({
    version,
    userOf: keyAuthenticator(engine),
    call: async (operation, user, session, input, options) => {
      const { output, revision } = await carryOut({ deps, user, session, operation, input, options })
      return {
        output: output instanceof StreamedAnswer ? output : await runSteps(JsonAnswer.of(output)),
        revision,
      }
    },
    revisionOf: (user, id) => revisionOf(user.id, id),
    follow: (stream, since) => live.follow(stream, since),
    streams: (userId) => live.count(userId),
    feedItems: (user, query) => feedItems(deps, user, query),
    ready: () => engine.ready(),
    nextTurn,
    now: deps.now,
    log,
    settings,
    pages,
    bounds,
  })
  const shutDown = prepareShutdown(app)
  engine.onRemoteChange((userIds) => {
    if (userIds) live.onWritten(userIds, false)
    else void live.refresh()
  })
  return {
    app,
    live,
    close: async () => {
      live.closeAll()
      await shutDown()
    },
  }
}
