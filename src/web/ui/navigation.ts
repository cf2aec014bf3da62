import type { IconName } from './icon.tsx'

export interface Counts {
  todos: number
  chores: number
  shopping: number
  groceries: number
}

export interface NavEntry {
  path: string
  title: string
  icon: IconName
  /** Follows `g`. */
  key: string
  counted?: keyof Counts
  /** It is about all spaces. */
  isOfAll?: true
}

export const UPCOMING: NavEntry = { path: '/upcoming', title: 'Upcoming', icon: 'calendar', key: 'u', isOfAll: true }

/** What the sidebar shows at its head, and a phone under Lists. */
export const LISTS: readonly NavEntry[] = [
  { path: '/today', title: 'Today', icon: 'sun', key: 't', isOfAll: true },
  UPCOMING,
  { path: '/todos', title: 'Todos', icon: 'check', key: 'o', counted: 'todos' },
  { path: '/chores', title: 'Chores', icon: 'loop', key: 'c', counted: 'chores' },
  { path: '/shopping', title: 'Shopping', icon: 'gift', key: 's', counted: 'shopping' },
  { path: '/groceries', title: 'Groceries', icon: 'apple', key: 'g', counted: 'groceries' },
]

/** The lists that every space has. */
export const SPACE_LISTS = LISTS.filter(({ isOfAll }) => !isOfAll)

export const SEARCH: NavEntry = { path: '/search', title: 'Search', icon: 'search', key: '/', isOfAll: true }

/** What stands below the projects, and on a phone under More. */
export const MORE: readonly NavEntry[] = [
  { path: '/activity', title: 'Activity', icon: 'activity', key: 'a' },
  { path: '/settings', title: 'Settings', icon: 'gear', key: ',', isOfAll: true },
]
