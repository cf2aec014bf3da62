import { signal } from '@preact/signals'

/** The aisles of a shop, in the order in which most shops have them. */
export const AISLES = [
  'Fruit & vegetables',
  'Bakery',
  'Meat & fish',
  'Dairy & eggs',
  'Pantry',
  'Frozen',
  'Sweets & snacks',
  'Drinks',
  'Household',
  'Other',
] as const
export type Aisle = (typeof AISLES)[number]

interface Remembered {
  /** By the title in lower case, without its amount. */
  aisles: Record<string, Aisle>
  /** By store, the aisles that have been put in order there. */
  orders: Record<string, readonly Aisle[]>
}

const storageKey = (userId: string) => `track_aisles_${userId}`
const version = signal(0)
const cache = new Map<string, Remembered>()

function remembered(userId: string): Remembered {
  void version.value
  const known = cache.get(userId)
  if (known) return known
  let read: Remembered = { aisles: {}, orders: {} }
  try {
    read = { ...read, ...(JSON.parse(localStorage.getItem(storageKey(userId)) ?? '{}') as Partial<Remembered>) }
  } catch {
    // what cannot be read is guessed again
  }
  cache.set(userId, read)
  return read
}

function remember(userId: string, next: Remembered): void {
  cache.set(userId, next)
  version.value++
  localStorage.setItem(storageKey(userId), JSON.stringify(next))
}

/** Where something was put once. */
export function rememberedAisle(userId: string, name: string): Aisle | undefined {
  return remembered(userId).aisles[name.toLowerCase()]
}

/** Puts something into an aisle, for good. */
export function putIntoAisle(userId: string, name: string, aisle: Aisle): void {
  const now = remembered(userId)
  remember(userId, { ...now, aisles: { ...now.aisles, [name.toLowerCase()]: aisle } })
}

/** The aisles of a store in the order in which one walks through it. */
export function aislesOf(userId: string, store: string): readonly Aisle[] {
  const order = remembered(userId).orders[store] ?? []
  return order.length ? [...order, ...AISLES.filter((aisle) => !order.includes(aisle))] : AISLES
}

/** Puts an aisle of a store before or after another one. */
export function moveAisle(userId: string, store: string, aisle: Aisle, target: Aisle, side: 'before' | 'after'): void {
  if (aisle === target) return
  const others = aislesOf(userId, store).filter((one) => one !== aisle)
  const at = others.indexOf(target) + (side === 'after' ? 1 : 0)
  const now = remembered(userId)
  remember(userId, { ...now, orders: { ...now.orders, [store]: others.toSpliced(at, 0, aisle) } })
}

export function wipeAisles(userId: string): void {
  cache.delete(userId)
  localStorage.removeItem(storageKey(userId))
}
