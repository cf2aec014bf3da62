/** Something that was bought before, and how often. */
export interface BoughtGrocery {
  title: string
  tags: string[]
  times: number
  /** When it was bought last. */
  last: string
}

const MAX_STORED = 200

const storageKey = (userId: string) => `track_bought_${userId}`

/** A user's earlier groceries as this browser stored them last; none if they cannot be read. */
export function loadBoughtGroceries(userId: string): BoughtGrocery[] {
  try {
    return JSON.parse(localStorage.getItem(storageKey(userId)) ?? '[]') as BoughtGrocery[]
  } catch {
    return []
  }
}

/** Stores the first of them, so that they can be offered without a network. */
export function storeBoughtGroceries(userId: string, bought: readonly BoughtGrocery[]): void {
  localStorage.setItem(storageKey(userId), JSON.stringify(bought.slice(0, MAX_STORED)))
}

export function wipeBoughtGroceries(userId: string): void {
  localStorage.removeItem(storageKey(userId))
}
