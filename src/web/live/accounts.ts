import { signal } from '@preact/signals'
import { client } from '#client/client.ts'
import { fetchTransport } from '#client/fetch-transport.ts'
import type { Me } from '#contract/types.ts'
import { SERVER_URL, storageName } from '#web/format/addresses.ts'
import { joinedSpaces, Session } from './replica/session.ts'
import type { PendingChange } from './replica/state.ts'
import { ownerIn, Storage } from './replica/storage.ts'
import { wipeAisles } from './aisles.ts'
import { wipeBoughtGroceries } from './bought-groceries.ts'
import { wipeSearches } from './kept-searches.ts'
import { wipeMembers } from './space-members.ts'
import { wipeUndoable } from './undoable-changes.ts'

/** Keys live here and nowhere else: never in an address, a log or an error. */
const CURRENT_KEY = storageName('track_api_key')
const ACCOUNTS_KEY = storageName('track_accounts')

export interface Account {
  me: Me
  key: string
}

export const accounts = signal<readonly Account[]>(loadAccounts())
export interface OpenedAccount {
  account: Account
  session: Session
}

/** The account that is open; null: nobody is signed in yet. */
export const openedAccount = signal<OpenedAccount | null>(null)
/** Until what was open last time is open again. */
export const isOpening = signal(true)

function loadAccounts(): Account[] {
  try {
    return JSON.parse(localStorage.getItem(ACCOUNTS_KEY) ?? '[]') as Account[]
  } catch {
    return []
  }
}

function storeAccounts(next: readonly Account[]): void {
  accounts.value = next
  localStorage.setItem(ACCOUNTS_KEY, JSON.stringify(next))
}

function fetchMe(key: string): Promise<Me> {
  const track = client({
    url: SERVER_URL,
    key,
    client: 'web',
    transport: fetchTransport(),
    idempotencyKey: () => crypto.randomUUID(),
    sleep: async () => {},
    now: Date.now,
  })
  return track.me.get()
}

/** Opens what was open when the page was last closed, with no network too. */
export async function resumeAccount(): Promise<void> {
  const key = localStorage.getItem(CURRENT_KEY)
  const account = accounts.value.find((one) => one.key === key)
  if (account) await openAccount(account)
  isOpening.value = false
}

/**
 * Checks a key with the server, stores it and opens its account. Rejects with the server's error.
 * A new key of a known user replaces the old one, and the changes that wait are kept.
 */
export async function signIn(key: string): Promise<void> {
  const me = await fetchMe(key)
  const account = { me, key }
  storeAccounts([...accounts.value.filter((one) => one.me.id !== me.id), account])
  await openAccount(account)
  const { timeZone: timezone } = Intl.DateTimeFormat().resolvedOptions()
  void openedAccount.value?.session.own.track.me.update({ timezone, unless_chosen: true }).catch(() => {})
}

/** Opens an account instead of the one that is open, and keeps it for the next start. */
export async function openAccount(account: Account): Promise<void> {
  openedAccount.value?.session.close()
  localStorage.setItem(CURRENT_KEY, account.key)
  openedAccount.value = { account, session: await Session.open(account.me, account.key) }
}

/** What would be lost with an account: the changes that this browser has not sent yet. */
export async function pendingChangesOf(account: Account): Promise<readonly PendingChange[]> {
  if (openedAccount.peek()?.account.me.id === account.me.id) return openedAccount.peek()!.session.pending.peek()
  const pending = await Promise.all((await ownersOf(account)).map(pendingIn))
  return pending.flat().toSorted((a, b) => a.seq - b.seq)
}

async function pendingIn(owner: string): Promise<PendingChange[]> {
  const storage = await Storage.open(owner)
  try {
    return await storage.pending()
  } finally {
    storage.close()
  }
}

/** Whatever this browser stores of an account: of its user's own space, and of those that they are known to be in. */
async function ownersOf({ me }: Account): Promise<string[]> {
  const storage = await Storage.open(me.id)
  const known = (await storage.facts())?.me ?? me
  storage.close()
  return [null, ...joinedSpaces(known)].map((space) => ownerIn(me.id, space))
}

/** Forgets a key and wipes what this browser kept of its user. */
export async function clearAccount(account: Account): Promise<void> {
  const current = openedAccount.value?.account.me.id === account.me.id
  if (current) {
    openedAccount.value?.session.close()
    openedAccount.value = null
    localStorage.removeItem(CURRENT_KEY)
  }
  storeAccounts(accounts.value.filter((one) => one.me.id !== account.me.id))
  for (const owner of await ownersOf(account)) await Storage.wipe(owner)
  wipeBoughtGroceries(account.me.id)
  wipeAisles(account.me.id)
  wipeSearches(account.me.id)
  wipeMembers(account.me.id)
  wipeUndoable(account.me.id)
  const [next] = accounts.value
  if (current && next) await openAccount(next)
}
