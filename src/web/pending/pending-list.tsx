import type { ComponentChildren } from 'preact'
import type { PendingChange } from '#web/live/replica/state.ts'
import './pending.css'

const WHEN = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' })

interface Props<T> {
  changes: readonly T[]
  /** Under what it does. */
  why?: (change: T) => ComponentChildren
  tools?: (change: T) => ComponentChildren
}

/** Changes with their descriptions, in the order in which they were made. */
export function PendingList<T extends PendingChange>({ changes, why, tools }: Props<T>) {
  return (
    <ul class="waits-list">
      {changes.map((change) => (
        <li key={change.seq}>
          <div>
            <span dir="auto">{change.description}</span>
            {why && <small class="why">{why(change)}</small>}
            <small>{WHEN.format(new Date(change.at))}</small>
          </div>
          {tools?.(change)}
        </li>
      ))}
    </ul>
  )
}
