import { useEffect, useState } from 'preact/hooks'
import type { Change } from '#contract/types.ts'
import { useAccountContext } from '#web/live/account-context.tsx'
import { errorMessage } from '#web/format/error-message.ts'

const PAGE = 50

interface Kept {
  /** Newest first, without a gap. */
  changes: readonly Change[]
  more: boolean
}

export interface Journal {
  kept: Kept | null
  /** Revisions that have been taken back, and not been put back since. */
  undone: ReadonlySet<number>
  problem: string | null
  asking: boolean
  again: () => void
  older: () => void
}

/** The journal from its newest end backwards, as far as was asked for; each write of anyone shows by itself. */
export function useJournal(): Journal {
  const { replica } = useAccountContext()
  const [kept, setKept] = useState<Kept | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const [asking, setAsking] = useState(false)
  const [times, setTimes] = useState(0)
  const revision = replica.revision.value
  const isConnected = replica.connection.value === 'live'

  async function ask(before?: number) {
    setAsking(true)
    try {
      const page = await replica.track.changes.list({ before, limit: PAGE })
      setKept((now) =>
        before === undefined
          ? onTop(now, page)
          : { changes: [...(now?.changes ?? []), ...page.changes], more: page.more },
      )
      setProblem(null)
    } catch (error) {
      setProblem(errorMessage(error))
    }
    setAsking(false)
  }

  useEffect(() => {
    if (isConnected) void ask()
  }, [revision, isConnected, times])

  return {
    kept,
    undone: takenBack(kept?.changes ?? []),
    problem,
    asking,
    again: () => setTimes(times + 1),
    older: () => void ask(kept?.changes.at(-1)?.revision),
  }
}

/** The newest page over what was known; where they do not meet, only the page is without a gap. */
function onTop(now: Kept | null, page: Kept): Kept {
  const last = page.changes.at(-1)?.revision ?? 0
  const at = now?.changes.findIndex(({ revision }) => revision === last) ?? -1
  return now && at >= 0 ? { changes: [...page.changes, ...now.changes.slice(at + 1)], more: now.more } : page
}

function takenBack(changes: readonly Change[]): Set<number> {
  const undone = new Set<number>()
  for (const { revision, undoes } of changes) if (undoes !== null && !undone.has(revision)) undone.add(undoes)
  return undone
}
