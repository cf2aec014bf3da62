import { useEffect, useState } from 'preact/hooks'
import type { Change } from '#contract/types.ts'
import { useAccountContext } from '#web/live/account-context.tsx'
import { errorMessage } from '#web/format/error-message.ts'

const PAGE_SIZE = 50

interface JournalPages {
  /** Newest first, without a gap. */
  changes: readonly Change[]
  more: boolean
}

export interface Journal {
  pages: JournalPages | null
  /** Revisions that have been taken back, and not been put back since. */
  undone: ReadonlySet<number>
  problem: string | null
  isLoading: boolean
  retry: () => void
  loadOlder: () => void
}

/** The journal from its newest end backwards, as far as was asked for; each write of anyone shows by itself. */
export function useJournal(): Journal {
  const { replica } = useAccountContext()
  const [pages, setPages] = useState<JournalPages | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const [isLoading, setLoading] = useState(false)
  const [attempts, setAttempts] = useState(0)
  const revision = replica.revision.value
  const isConnected = replica.connection.value === 'live'

  async function load(before?: number) {
    setLoading(true)
    try {
      const page = await replica.track.changes.list({ before, limit: PAGE_SIZE })
      setPages((now) =>
        before === undefined
          ? mergeNewest(now, page)
          : { changes: [...(now?.changes ?? []), ...page.changes], more: page.more },
      )
      setProblem(null)
    } catch (error) {
      setProblem(errorMessage(error))
    }
    setLoading(false)
  }

  useEffect(() => {
    if (isConnected) void load()
  }, [revision, isConnected, attempts])

  return {
    pages,
    undone: undoneRevisions(pages?.changes ?? []),
    problem,
    isLoading,
    retry: () => setAttempts(attempts + 1),
    loadOlder: () => void load(pages?.changes.at(-1)?.revision),
  }
}

/** The newest page over what was known; where they do not meet, only the page is without a gap. */
function mergeNewest(now: JournalPages | null, page: JournalPages): JournalPages {
  const last = page.changes.at(-1)?.revision ?? 0
  const at = now?.changes.findIndex(({ revision }) => revision === last) ?? -1
  return now && at >= 0 ? { changes: [...page.changes, ...now.changes.slice(at + 1)], more: now.more } : page
}

function undoneRevisions(changes: readonly Change[]): Set<number> {
  const undone = new Set<number>()
  for (const { revision, undoes } of changes) if (undoes !== null && !undone.has(revision)) undone.add(undoes)
  return undone
}
