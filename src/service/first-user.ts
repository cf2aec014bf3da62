import type { NewKey } from '#contract/types.ts'
import { allUsers } from '#store/users.ts'
import type { ServiceDeps } from './context.ts'
import { create } from './users.ts'

/**
 * Creates the user `admin` in an empty database; returns null where there are users already. `onCreated` gets the key
 * before the commit: where it throws, no user is created.
 */
export async function createFirstUser(deps: ServiceDeps, onCreated: (key: NewKey) => void): Promise<NewKey | null> {
  return deps.engine.write('users', async (db) => {
    if ((await allUsers(db)).length) return null
    const made = await create(deps, db, deps.now().toISOString(), {
      name: 'admin',
      role: 'admin',
      timezone: deps.timezone(),
    })
    onCreated(made)
    return made
  })
}
