import type { ComponentChildren } from 'preact'
import './facts.css'

export const ItemTitle = ({ children }: { children: ComponentChildren }) => <h2 class="item-title" dir="auto">{children}</h2>

/** Name and value, one a line; what is empty is left out. */
export function Facts({ facts }: { facts: readonly (readonly [name: string, value: ComponentChildren])[] }) {
  const told = facts.filter(([, value]) => value !== null && value !== undefined && value !== false && value !== '' && value !== 0)
  return <dl class="facts">{told.flatMap(([name, value]) => [<dt key={`${name}?`}>{name}</dt>, <dd key={name} dir="auto">{value}</dd>])}</dl>
}

/** Rendered Markdown, or what stands for it. */
export const Notes = ({ children }: { children: ComponentChildren }) => <div class="notes" dir="auto">{children}</div>

/** Lines of what happened, each an `li` with its Undo at the end. */
export const History = ({ children }: { children: ComponentChildren }) => <ul class="history" aria-label="History">{children}</ul>
