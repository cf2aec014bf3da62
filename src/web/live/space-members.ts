import { signal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import type { Session } from './replica/session.ts'

/** Names of members by space. */
type Members = Readonly<Record<string, readonly string[]>>

const storageKey = (userId: string) => `track_members_${userId}`
const known = signal<Readonly<Record<string, Members>>>({})

function membersKnownTo(userId: string): Members {
  return known.value[userId] ?? loadMembers(userId)
}

function loadMembers(userId: string): Members {
  try {
    return JSON.parse(localStorage.getItem(storageKey(userId)) ?? '{}') as Members
  } catch {
    return {}
  }
}

async function refreshMembers({ me, own }: Session, space: string): Promise<void> {
  const userId = me.peek().id
  const { members } = await own.track.spaces.get({ name: space })
  const names = members.filter(({ role }) => role !== 'invited').map(({ name }) => name)
  const next = { ...membersKnownTo(userId), [space]: names }
  known.value = { ...known.peek(), [userId]: next }
  localStorage.setItem(storageKey(userId), JSON.stringify(next))
}

/**
 * The names of those who are members of all these shared spaces, as this browser knows them; with a network they are
 * asked for.
 */
export function useMembers(session: Session, spaces: readonly string[]): readonly string[] {
  const isConnected = session.connection.value === 'live'
  useEffect(() => {
    if (!isConnected) return
    for (const space of spaces) refreshMembers(session, space).catch(() => {}) // what is known stays
  }, [spaces.join(), isConnected])
  const members = membersKnownTo(session.me.value.id)
  const [first = [], ...rest] = spaces.map((space) => members[space] ?? [])
  return first.filter((name) => rest.every((others) => others.includes(name)))
}

export function wipeMembers(userId: string): void {
  known.value = { ...known.peek(), [userId]: {} }
  localStorage.removeItem(storageKey(userId))
}
