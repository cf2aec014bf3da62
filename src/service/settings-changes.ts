import { notFound } from '#domain/errors.ts'
import { runSteps } from '#store/run-steps.ts'
import type { OwnerRow } from '#store/schema.ts'
import { nextRevision } from '#store/spaces.ts'
import { userById, userByName } from '#store/users.ts'
import { record } from './journal.ts'
import type { Write } from './write.ts'

/** The user of a name, locked until this write ends. Throws `not_found`. */
export async function lockUser({ db, deps }: Write, name: string): Promise<OwnerRow> {
  const named = await userByName(db, name)
  if (named) await runSteps(deps.engine.lock(db, `user ${named.id}`))
  const user = named && (await userById(db, named.id))
  if (!user) throw notFound(`user ${name}`, { hint: 'track user list shows them.' })
  return user
}

/** What the journal of another space is told of a write. */
export const entryOf = ({ now, session, user, op }: Write) => ({
  at: now.at,
  client: session.client,
  by: user.name,
  op,
  undoes: null,
})

/**
 * Raises the revision of a user whose settings another one changes, so that their clients notice. The caller's own
 * revision is raised by the write itself.
 */
export async function recordSettingsChange(write: Write, user: OwnerRow): Promise<void> {
  write.settingsChanged = true
  if (user.id === write.user.id) return
  write.raisedOwners.add(user.id)
  await runSteps(record(write.db, nextRevision(user), entryOf(write), []))
}
