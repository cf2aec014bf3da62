import { afterAll, beforeAll, beforeEach, onTestFinished } from 'vitest'
import { trackFrom } from '#contract/track.ts'
import { startTestServer, type TestServer, type TestServerOptions, type TestUser, type Variant } from './test-server.ts'

/** A server for all tests of the suite, whose clock is set back before each of them. */
export function useTestServer(variant?: Variant, options?: TestServerOptions): TestServer {
  let server: TestServer | undefined
  let startedAt: string
  beforeAll(async () => {
    server = await startTestServer(variant, options)
    startedAt = server.clock.now().toISOString()
  })
  beforeEach(() => server!.clock.set(startedAt))
  afterAll(() => server?.close())
  return standIn(() => server)
}

/** A server for the test that calls it. */
export async function serverForThisTest(variant?: Variant, options?: TestServerOptions): Promise<TestServer> {
  const server = await startTestServer(variant, options)
  onTestFinished(() => server.close())
  return server
}

type UserOptions = Parameters<TestServer['addAnyUser']>[0]

/** A user for all tests of the suite. Their `track` can be destructured at once. */
export function useUser(server: TestServer, name: string, options?: UserOptions): TestUser {
  let user: TestUser | undefined
  beforeAll(async () => void (user = await server.addUser(name, options)))
  return standInUser(() => user)
}

/** A new user for each test of the suite. Their `track` can be destructured at once. */
export function useNewUser(server: TestServer, options?: UserOptions): TestUser {
  let user: TestUser | undefined
  beforeEach(async () => void (user = await server.addAnyUser(options)))
  return standInUser(() => user)
}

function standInUser(current: () => TestUser | undefined): TestUser {
  const user = standIn(current)
  return standIn(current, { track: trackFrom(({ name }, input, options) => user.track.call(name, input, options)) })
}

/** Stands for what a hook has yet to make; `ready` are the parts that can be read before. */
function standIn<T extends object>(current: () => T | undefined, ready: Partial<T> = {}): T {
  return new Proxy(ready as T, {
    get(_, part) {
      if (part in ready) return Reflect.get(ready, part)
      const made = current()
      if (!made)
        throw new Error(`"${String(part)}" can be read in hooks and tests only: nothing is started before them`)
      return Reflect.get(made, part)
    },
  })
}
