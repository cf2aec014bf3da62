import { signal } from '@preact/signals'

const storageKey = (userId: string) => `track_searches_${userId}`
const version = signal(0)

/** The searches that a user keeps as views on this device, in the order in which they were kept. */
export function keptSearches(userId: string): string[] {
  void version.value
  try {
    return JSON.parse(localStorage.getItem(storageKey(userId)) ?? '[]') as string[]
  } catch {
    return []
  }
}

function store(userId: string, searches: readonly string[]): void {
  localStorage.setItem(storageKey(userId), JSON.stringify(searches))
  version.value++
}

export function keepSearch(userId: string, text: string): void {
  store(userId, [...keptSearches(userId).filter((one) => one !== text), text])
}

export function dropSearch(userId: string, text: string): void {
  store(
    userId,
    keptSearches(userId).filter((one) => one !== text),
  )
}

export function wipeSearches(userId: string): void {
  localStorage.removeItem(storageKey(userId))
}
