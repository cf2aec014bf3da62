import type { Step } from '#domain/effects/steps.ts'
import { conflict, TrackError } from '#domain/errors.ts'
import type { Item } from '#domain/fields.ts'
import { foldName } from '#domain/text.ts'
import { membersOf } from '#store/memberships.ts'
import { recipientsIn } from '#store/recipients.ts'
import { waitFor } from '#store/run-steps.ts'
import type { Db } from '#store/schema.ts'
import type { ReadContext } from './context.ts'

const HINT = 'Keep it in your own space, or in one without them.'

/** A name as recipients are compared with members: without accents, too. */
const fold = (name: string): string => foldName(name.normalize('NFD').replace(/\p{M}/gu, ''))

type Gift = Pick<Item, 'kind' | 'recipient'>

/** Throws `invalid` for a gift in a shared space to one of its members, who would see it. */
export function* requireSecrecy({ db, user, spaceId }: ReadContext, items: readonly Gift[]): Step<void> {
  if (!user.shared) return
  const recipients = items.flatMap(({ kind, recipient }) => (kind === 'gift' && recipient !== null ? [recipient] : []))
  if (!recipients.length) return
  const members = yield* waitFor(() => membersOf(db, spaceId))
  const names = new Set(members.flatMap(({ name, called }) => [name, ...called]).map(fold))
  const revealed = recipients.find((recipient) => names.has(fold(recipient)))
  if (revealed === undefined) return
  const message = `${revealed} is a member of ${user.shared.name} and would see the gift`
  throw new TrackError('invalid', `recipient: ${message}`, { errors: [{ path: 'recipient', message }], hint: HINT })
}

/** Throws `conflict` where a space holds, or its journal knows, a gift for who is to be invited. */
export async function requireNoGiftFor(db: Db, spaceId: number, space: string, user: string): Promise<void> {
  const recipients = await recipientsIn(db, spaceId)
  if (!recipients.some((recipient) => fold(recipient) === fold(user))) return
  throw conflict(`${space} holds or held a gift for ${user}, who would see it`, {
    hint: 'Share another space with them: the journal keeps what was removed.',
  })
}
