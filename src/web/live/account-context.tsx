import { computed, effect, type ReadonlySignal } from '@preact/signals'
import { createContext } from 'preact'
import { useContext } from 'preact/hooks'
import { DEFAULT_CURRENCY } from '#domain/currencies.ts'
import type { PlacedItem } from '#domain/items.ts'
import { isOpen } from '#domain/statuses.ts'
import { poolOf } from '#domain/kinds.ts'
import type { Progress, Project } from '#domain/projects.ts'
import { compareByOrder, type Today, todayView } from '#domain/views.ts'
import { currency } from '#web/format/amounts.ts'
import type { Account } from './accounts.ts'
import { type Actions, createActions } from './actions.ts'
import { pathIn } from './place.ts'
import type { Replica } from './replica/replica.ts'
import type { Session } from './replica/session.ts'
import { countDoneBefore, type State } from './replica/state.ts'
import { createUndoableChanges, type UndoableChanges, type UndoOffers } from './undoable-changes.ts'

/**
 * The open account in one of its spaces, for every view: the space's replica, what is derived from that once for all,
 * and the actions on items. A view of all spaces is in the user's own.
 */
export interface AccountContext {
  account: Account
  session: Session
  /** The name of the shared space; null for one's own. */
  space: string | null
  /** In each of the user's spaces, their own first. */
  spaces: ReadonlySignal<readonly AccountContext[]>
  /** In the space of an item. */
  of(id: string): AccountContext
  /** Today in all of the user's spaces, for the view and for its count. */
  todayView: ReadonlySignal<Today<PlacedItem>>
  replica: Replica
  actions: Actions
  /** Open items of a pool (`todos`, `chores`, `shopping`, `groceries`, or a project's slug), in their order. */
  pool(name: string): PlacedItem[]
  /** How many they are. */
  poolSize(name: string): number
  /** Projects with how far they are, by slug. */
  projects: ReadonlySignal<readonly (Project & { progress: Progress; open: number })[]>
  /** The item of an id, in whichever space, provisional ones by their real id once it is known. */
  item(id: string): PlacedItem | undefined
  titleOfProject(slug: string): string | undefined
  titleOfFeature(id: string): string | undefined
  /** The address of a view in this space. */
  pathTo(path: string): string
}

const Context = createContext<AccountContext | null>(null)
export const AccountContextProvider = Context.Provider

/** What a space is called: one's own has no name where it stands beside shared ones. */
export const nameOfSpace = (space: string | null): string => space ?? 'Mine'

export function useAccountContext(): AccountContext {
  return useContext(Context)!
}

/** The context of an account in its user's own space. */
export function createAccountContext(account: Account, session: Session, undoOffers: UndoOffers): AccountContext {
  const changes = createUndoableChanges(session, undoOffers)
  const known = new WeakMap<Replica, AccountContext>()
  const inSpaceOf = (replica: Replica): AccountContext => {
    let context = known.get(replica)
    if (!context) known.set(replica, (context = { ...shared, ...contextIn(replica, session, changes) }))
    return context
  }
  const of = (id: string) => inSpaceOf(session.replicaOf(id))
  const shared = {
    account,
    session,
    spaces: computed(() => session.replicas.value.map(inSpaceOf)),
    of,
    todayView: computed(() => {
      const states = session.replicas.value.map(({ state }) => state.value)
      return todayView(states.flatMap(activeItems), session.today.value, session.me.value.name)
    }),
    item(id: string) {
      const { renamed, state } = session.replicaOf(id)
      return state.value.items.get(renamed.value.get(id) ?? id)
    },
  }
  effect(() => void (currency.value = session.me.value.currency || DEFAULT_CURRENCY))
  return inSpaceOf(session.own)
}

type InSpace = Omit<AccountContext, 'account' | 'session' | 'spaces' | 'of' | 'todayView' | 'item'>

function contextIn(replica: Replica, session: Session, changes: UndoableChanges): InSpace {
  const pools = computed(() => {
    const byPool = new Map<string, PlacedItem[]>()
    for (const item of replica.state.value.items.values()) {
      if (!isOpen(item)) continue
      const name = poolOf(item.kind, item.project)
      const items = byPool.get(name)
      if (items) items.push(item)
      else byPool.set(name, [item])
    }
    return byPool
  })
  /** Sorted when they are shown: most are only counted. */
  const sortedPools = computed(() => (pools.value, new Map<string, PlacedItem[]>()))
  function pool(name: string): PlacedItem[] {
    const sorted = sortedPools.value.get(name) ?? pools.value.get(name)?.toSorted(compareByOrder) ?? []
    sortedPools.value.set(name, sorted)
    return sorted
  }
  const projects = computed(() => {
    const state = replica.state.value
    const { projects, items } = state
    const counted = new Map<string, Progress & { open: number }>()
    for (const slug of projects.keys()) {
      const done = countDoneBefore(state, slug)
      counted.set(slug, { done, total: done, estimate_left: 0, open: 0 })
    }
    for (const item of items.values()) {
      const count = item.project === null ? undefined : counted.get(item.project)
      if (!count || item.status === 'canceled') continue
      count.total++
      if (item.status === 'done') count.done++
      else {
        count.open++
        count.estimate_left += item.estimate ?? 0
      }
    }
    return [...projects.values()].map((project) => {
      const { open, ...progress } = counted.get(project.slug)!
      return { ...project, progress, open }
    })
  })
  return {
    space: replica.space?.name ?? null,
    replica,
    actions: createActions(session, replica, changes),
    pool,
    poolSize: (name) => pools.value.get(name)?.length ?? 0,
    projects,
    titleOfProject: (slug) => replica.state.value.projects.get(slug)?.title,
    titleOfFeature: (id) => replica.state.value.features.get(id)?.title,
    pathTo: (path) => pathIn(replica.space?.name ?? null, path),
  }
}

type States = readonly State[]

/** The states of all of the user's spaces. Call it while rendering: what changes in one of them renders anew. */
export const allStates = ({ spaces }: AccountContext): States => spaces.value.map(({ replica }) => replica.state.value)

export function* allItems(states: States): Generator<PlacedItem> {
  for (const { items } of states) yield* items.values()
}

export const allProjects = (states: States): Project[] => states.flatMap(({ projects }) => [...projects.values()])

/** The items of projects that go on, and of none. */
export function activeItems({ items, projects }: State): PlacedItem[] {
  return [...items.values()].filter(({ project }) => project === null || projects.get(project)?.status === 'active')
}
