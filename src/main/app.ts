import { createApp } from '#http/app.ts'
import type { Backend, HttpSettings, Log } from '#http/backend.ts'
import { BOUNDS } from '#http/bounds.ts'
import type { ServiceDeps } from '#service/context.ts'
import { ALL_SPACES, defaultsOf, inAllSpaces } from '#service/all-spaces.ts'
import { feedItems } from '#service/feed.ts'
import { Live } from '#service/live.ts'
import { carryOut, userInDefaultSpace } from '#service/service.ts'
import { inNamedSpace } from '#service/space-of-call.ts'
import { JsonAnswer } from '#service/json-answer.ts'
import { StreamedAnswer } from '#service/streamed-answer.ts'
import { runSteps } from '#store/run-steps.ts'
import { afterAccepting, nextTurn, noteAccepted } from '#store/next-turn.ts'
import { cacheUntilCommit } from '#store/cache-until-commit.ts'
import { openedSpaces } from '#store/users.ts'
import { getItemRevision } from '#store/items.ts'
import { prepareShutdown } from './graceful-shutdown.ts'
import { KeyCache } from './key-cache.ts'

export interface AssembledServer {
  app: ReturnType<typeof createApp>
  live: Live
  /** What its operations are carried out with. */
  deps: ServiceDeps
  /** Closes the event streams, and the server once running requests are answered. */
  close(): Promise<void>
}

/** How requests and other work share the event loop. */
const TURNS = { nextTurn, afterAccepting, noteAccepted }

/** Assembles a server. The caller closes the database. */
export function assembleServer(
  base: Omit<ServiceDeps, 'onWritten'>,
  settings: HttpSettings,
  log: Log,
  version: string,
  { pages = null, bounds = BOUNDS }: Partial<Pick<Backend, 'pages' | 'bounds'>> = {},
): AssembledServer {
  const live = new Live(base)
  const keys = new KeyCache(base.engine)
  const deps: ServiceDeps = {
    ...base,
    onWritten(ownerIds, writer) {
      keys.onCommit(writer)
      live.onWritten(ownerIds, writer === null)
    },
  }
  const { engine } = deps
  const revisionOf = cacheUntilCommit(engine, (spaceId: string, id: string) =>
    getItemRevision(engine.read, Number(spaceId), id),
  )
  let respondToMcp: Backend['mcp'] | undefined // loaded when it is asked for first
  const app = createApp({
    version,
    userOf: async (key, purpose, space) => {
      const isReadAgain = purpose === 'write' && space !== ALL_SPACES
      const caller = (isReadAgain && keys.known(key, space)) || (await keys.find(key, space))
      return caller && (caller.kind === 'api' || purpose === 'feed') ? caller : undefined
    },
    requireSpace: inNamedSpace,
    inDefaultSpace: (operation, user, input, options) => userInDefaultSpace({ deps, user, operation, input, options }),
    call: async (operation, { hash, ...caller }, session, input, options) => {
      const call = { deps, session: { hash, ...session }, operation, input, options, ...caller }
      const { output, revision, created } = await carryOut(call)
      const isText = output instanceof JsonAnswer || output instanceof StreamedAnswer
      return { output: isText ? output : await runSteps(JsonAnswer.of(output)), revision, created }
    },
    mcp: async (track, request) => {
      respondToMcp ??= (await import('#mcp/http.ts')).createMcpResponder(version)
      return respondToMcp(track, request)
    },
    revisionOf: (user, id) => revisionOf(String(user.space_id), id),
    defaultsOf: (user) => defaultsOf(engine, user),
    follow: (stream, since) => live.follow(stream, since),
    followAll: (stream, lastEventId) => live.followAll(stream, lastEventId),
    streams: (userId) => live.count(userId),
    inAllSpaces: (user) => inAllSpaces(engine, user),
    stillOpens: async ({ hash }, users) => {
      if (!users.some(({ shared }) => shared)) return true
      const opened = new Set((await openedSpaces(engine.read, [hash])).map(({ space_id }) => space_id))
      return users.every(({ space_id }) => opened.has(space_id))
    },
    feedItems: (users, query) => feedItems(deps, users, query),
    ready: () => engine.ready(),
    ...TURNS,
    now: deps.now,
    log,
    settings,
    pages,
    bounds,
  })
  const shutDown = prepareShutdown(app)
  engine.onRemoteChange((ownerIds) => {
    if (ownerIds) live.onWritten(ownerIds, false)
    else void live.refresh()
  })
  return {
    app,
    live,
    deps,
    close: async () => {
      live.closeAll()
      await shutDown()
    },
  }
}
