import type { ReadonlySignal, Signal } from '@preact/signals'
import type { Me } from '#contract/types.ts'
import type { Day } from '#domain/dates.ts'
import type { TimeOfDay } from '#domain/times.ts'

/** `turned-away`: a proxy or login page answers instead of Track. `locked`: Track does not know the key. */
export type Connection = 'live' | 'connecting' | 'offline' | 'turned-away' | 'locked'

/** What the replicas of an account share. */
export interface AccountState {
  readonly key: string
  readonly me: Signal<Me>
  readonly today: ReadonlySignal<Day>
  /** The time of day in the user's zone, to the minute. */
  readonly time: ReadonlySignal<TimeOfDay>
  readonly connection: ReadonlySignal<Connection>
  /** A replica has a state from which it can be followed. */
  follow(): void
  /** A replica could not be loaded. */
  lost(error: unknown): void
  /** The server does not know the key any more. */
  lock(): void
  /** The server has noticed something about a change of this tab. */
  notice(message: string): void
}

/** A shared space that its user has joined. */
export interface JoinedSpace {
  id: string
  name: string
}
