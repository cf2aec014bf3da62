import type { ParsedInput } from '#contract/schemas.ts'
import type { Calendar, Me } from '#contract/types.ts'
import { unauthenticated } from '#domain/errors.ts'
import type { User } from '#domain/users.ts'
import { membershipsOf } from '#store/memberships.ts'
import type { KeyRow } from '#store/schema.ts'
import { lockOf } from '#store/engine.ts'
import { feedKeyOf, setCurrency, setZone } from '#store/users.ts'
import type { ReadContext } from './context.ts'
import { defaultsFrom, setDefaults } from './defaults.ts'
import { findCaller } from './find.ts'
import { quotaOf } from './quota.ts'
import { summariesOf } from './spaces.ts'
import { issueKey } from './users.ts'
import type { Write } from './write.ts'

async function meOf({ deps, db }: ReadContext, user: User): Promise<Me> {
  const { id, name, role, timezone, currency, revision } = user
  const quota = quotaOf(deps.quota, user)
  const memberships = user.memberships ? await membershipsOf(db, id) : []
  const [spaces, defaults] = [summariesOf(memberships), defaultsFrom(memberships)]
  return { id, name, role, timezone, currency, revision, spaces, defaults, ...(quota && { quota }) }
}

export async function me(context: ReadContext): Promise<Me> {
  return meOf(context, context.user)
}

/**
 * Sets the user's currency, the spaces that pools are in by default, and their time zone; that with `unless_chosen`
 * only while it is still a default. Throws `invalid` for a space of which the user is no member.
 */
export async function updateMe(write: Write, input: ParsedInput<'me.update'>): Promise<Me> {
  const user = await findCaller(write.db, write.user)
  const { timezone = user.timezone, currency = user.currency, defaults = {}, unless_chosen } = input
  const isKept = input.timezone === undefined || (user.timezone_chosen && (unless_chosen || user.timezone === timezone))
  if (!isKept) await setZone(write.db, user.id, timezone, write.now.at, write.revision)
  if (currency !== user.currency) await setCurrency(write.db, user.id, currency)
  const isChanged = await setDefaults(write, user, defaults)
  if (isKept && currency === user.currency && !isChanged) return meOf(write, user)
  write.settingsChanged = true
  return meOf(write, { ...user, timezone: isKept ? user.timezone : timezone, currency, revision: write.revision })
}

function addresses(origin: string, key: string): Calendar {
  const https = `${origin}/calendar.ics?key=${key}`
  return { feed_key: key, https, webcal: https.replace(/^https?:/, 'webcal:') }
}

/** What the feed key that a call is about opens. */
function feedOf({ user, isForAll }: Pick<ReadContext, 'user' | 'isForAll'>): Pick<KeyRow, 'kind' | 'space_id'> {
  return isForAll
    ? { kind: 'feed of all', space_id: null }
    : { kind: 'feed', space_id: user.shared ? user.space_id : null }
}

/** The addresses of the feed. Throws `unauthenticated` where the user has just been removed. */
export async function calendar(context: ReadContext): Promise<Calendar> {
  const { db, user, session, isForAll } = context
  const key = (await feedKeyOf(db, user.id, feedOf(context))) ?? (isForAll && (await makeKeyOfAll(context)))
  if (!key) throw unauthenticated() // removed a moment ago
  return addresses(session.origin, key)
}

/** For a user who was there before there were keys of all spaces. Where two ask at once, they get the same. */
function makeKeyOfAll({ deps, user, now }: ReadContext): Promise<string> {
  return deps.engine.write(lockOf(user), async (db) => {
    const { id } = await findCaller(db, user)
    const known = await feedKeyOf(db, id, { kind: 'feed of all', space_id: null })
    return known ?? issueKey(deps, db, id, 'feed of all', now.at)
  })
}

export async function rotateCalendar(write: Write): Promise<Calendar> {
  write.settingsChanged = true
  const { deps, db, user, now, session } = write
  const { kind, space_id } = feedOf(write)
  return addresses(session.origin, await issueKey(deps, db, user.id, kind, now.at, space_id))
}
