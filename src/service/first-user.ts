import type { NewKey } from '#contract/types.ts'
import { allUsers } from '#store/users.ts'
import type { World } from './context.ts'
import { create } from './users.ts'

/** Makes the user `admin` in an empty database, `keep` being handed the key before it is committed; null where there are users already. */
export async function firstUser(world: World, keep: (key: NewKey) => void): Promise<NewKey | null> {
  return world.engine.write('users', async (db) => {
    if ((await allUsers(db)).length) return null
    const made = await create(world, db, world.now().toISOString(), {
      name: 'admin',
      role: 'admin',
      timezone: world.timezone(),
    })
    keep(made)
    return made
  })
}
