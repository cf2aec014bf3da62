import type { Step } from '#domain/effects/steps.ts'
import type { EntityDifference } from '#domain/entities.ts'
import { conflict, TrackError } from '#domain/errors.ts'
import type { Item } from '#domain/fields.ts'
import type { PlacedItem } from '#domain/items.ts'
import { foldName } from '#domain/text.ts'
import { membersOf } from '#store/memberships.ts'
import { giftsIn } from '#store/recipients.ts'
import { waitFor } from '#store/run-steps.ts'
import type { Db } from '#store/schema.ts'
import type { ReadContext } from './context.ts'

const HINT = 'Keep it in your own space, or in one without them.'

/** A name as recipients are compared with members: without accents, too. */
const fold = (name: string): string => foldName(name.normalize('NFD').replace(/\p{M}/gu, ''))

type Gift = Pick<Item, 'kind' | 'recipient'>

/** What a write makes a gift, or a gift for someone else: one that is there for longer has been seen. */
export const givenAnew = (changes: readonly EntityDifference[]): Gift[] =>
  changes.flatMap(({ entity, before, after }) => {
    if (entity !== 'item' || !after) return []
    const [was, is] = [before as PlacedItem | null, after as PlacedItem]
    return was?.kind === is.kind && was.recipient === is.recipient ? [] : [is]
  })

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

/** Throws `conflict` where a space holds, or its journal knows, gifts for users who are to enter it. */
export async function requireNoGiftFor(
  db: Db,
  spaceId: number,
  space: string,
  users: readonly string[],
): Promise<void> {
  const names = new Set(users.map(fold))
  const gifts = (await giftsIn(db, spaceId)).filter(({ recipient }) => names.has(fold(recipient)))
  if (!gifts.length) return
  const count = new Set(gifts.map(({ id }) => id)).size
  const recipients = users.filter((user) => gifts.some(({ recipient }) => fold(recipient) === fold(user)))
  const what = count === 1 ? 'a gift' : `${count} gifts`
  throw conflict(
    `${space} holds or held ${what} for ${recipients.join(', ')}, who would see ${count === 1 ? 'it' : 'them'}`,
    { hint: 'Share another space with them: the journal keeps what was removed.' },
  )
}
