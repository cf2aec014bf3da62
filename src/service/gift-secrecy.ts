import type { NamedOperation } from '#contract/operations.ts'
import type { ParsedInput } from '#contract/schemas.ts'
import type { Step } from '#domain/effects/steps.ts'
import type { EntityDifference } from '#domain/entities.ts'
import { conflict, TrackError } from '#domain/errors.ts'
import type { Item } from '#domain/fields.ts'
import type { PlacedItem } from '#domain/items.ts'
import { foldLetters } from '#domain/search-words.ts'
import { composed, foldName } from '#domain/text.ts'
import { membersOf, membershipIn } from '#store/memberships.ts'
import { findGifts, MAX_GIFTS, type RecordedGift } from '#store/recipients.ts'
import { runSteps, waitFor } from '#store/run-steps.ts'
import type { SpaceRow } from '#store/schema.ts'
import { userByName } from '#store/users.ts'
import type { ReadContext } from './context.ts'

const HINT = 'Keep it in your own space, or in one without them.'

/** A name as recipients are compared with members: without accents, strokes (ø, ł) and invisible signs, too. */
const fold = (name: string): string => foldName(foldLetters(composed(name)).normalize('NFD').replace(/\p{M}/gu, ''))

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

/** Gifts that were looked for before a write that lets users into a space, so that others need not wait for it. */
export interface GiftSearch {
  spaceId: number
  /** That of the space before the search. */
  revision: number
  gifts: readonly RecordedGift[]
}

type GuestCall = Pick<ReadContext, 'deps' | 'user' | 'session'> & { operation: NamedOperation }

/** Whether an operation may let users into a space, or say that they are called otherwise. */
export const mayLetIn = ({ name }: NamedOperation): boolean =>
  name === 'spaces.adopt' || name === 'members.set' || name === 'members.update'

/**
 * Looks through a space and its journal for gifts for those whom a call lets in, or says to be called otherwise.
 * Undefined where it does neither.
 */
export async function searchGifts(call: GuestCall, input: object): Promise<GiftSearch | undefined> {
  const { deps, session } = call
  const guests = await guestsOf(call, input)
  if (!guests) return undefined
  const { read } = deps.engine
  const { space_id: spaceId, revision } = guests.space
  const query = { spaceId, matches: matcherOf(guests.names), since: 0 }
  return { spaceId, revision, gifts: await runSteps(findGifts(read, query), session.spent) }
}

interface Guests {
  space: Pick<SpaceRow, 'space_id' | 'revision'>
  names: readonly string[]
}

async function guestsOf({ deps, user, operation }: GuestCall, input: object): Promise<Guests | undefined> {
  const { read } = deps.engine
  if (operation.name === 'spaces.adopt') {
    const { name, members } = input as ParsedInput<'spaces.adopt'>
    const space = await userByName(read, name)
    return space && { space, names: members }
  }
  const { name, user: guest, called = [guest] } = input as { name: string; user: string; called?: string[] }
  const space = await membershipIn(read, user.id, name)
  if (space?.role !== 'owner') return undefined
  const known = (await membersOf(read, space.space_id)).find((one) => one.name === guest)
  const isLetIn = operation.name === 'members.set' ? !known : known?.role === 'invited'
  return isLetIn ? { space, names: called } : undefined
}

function matcherOf(users: readonly string[]): (name: string) => boolean {
  const names = new Set(users.map(fold))
  return (name) => names.has(fold(name))
}

/**
 * Throws `conflict` where a space holds, or its journal knows, gifts for users who are to enter it, `unavailable` where
 * they were not looked for, since they could not enter then.
 */
export async function requireNoGiftFor(
  { db, giftSearch }: Pick<ReadContext, 'db'> & { giftSearch: GiftSearch | undefined },
  space: { space_id: number; name: string },
  users: readonly string[],
): Promise<void> {
  const { space_id: spaceId, name } = space
  if (giftSearch?.spaceId !== spaceId)
    throw new TrackError('unavailable', `the members of ${name} have just changed`, { retryAfter: 1 })
  const later = await runSteps(findGifts(db, { spaceId, matches: matcherOf(users), since: giftSearch.revision }))
  const gifts = [...giftSearch.gifts, ...later]
  if (!gifts.length) return
  const count = new Set(gifts.map(({ id }) => id)).size
  const recipients = users.filter((user) => gifts.some(({ recipient }) => fold(recipient) === fold(user)))
  const what = count === 1 ? 'a gift' : `${count >= MAX_GIFTS ? 'at least ' : ''}${count} gifts`
  throw conflict(
    `${name} holds or held ${what} for ${recipients.join(', ')}, who would see ${count === 1 ? 'it' : 'them'}`,
    { hint: 'Share another space with them: the journal keeps what was removed.' },
  )
}
