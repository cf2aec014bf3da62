import { Link } from 'wouter-preact'
import { pathIn } from '#web/live/place.ts'
import { nameOfSpace, useAccountContext } from '#web/live/account-context.tsx'
import './space-switch.css'

/** The spaces of a list, above it. */
export function SpaceSwitch({ path }: { path: string }) {
  const context = useAccountContext()
  const spaces = context.spaces.value
  return (
    <nav class="space-switch" aria-label="Spaces">
      {spaces.map(({ space }) => (
        <Link
          key={space ?? ''}
          href={pathIn(space, path)}
          aria-current={space === context.space ? 'page' : undefined}
          replace
        >
          {nameOfSpace(space)}
        </Link>
      ))}
    </nav>
  )
}
