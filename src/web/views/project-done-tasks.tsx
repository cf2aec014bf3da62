import { useMemo, useState } from 'preact/hooks'
import type { PlacedItem } from '#domain/items.ts'
import type { Item } from '#domain/fields.ts'
import { Button } from '#web/ui/button.tsx'
import { Section } from '#web/ui/section.tsx'
import { useAccountContext } from '#web/live/account-context.tsx'
import { showError } from '#web/ui/toast.tsx'
import { ItemList } from '#web/list/item-list.tsx'

const PAGE_SIZE = 500

/** Done tasks of a project, newest first: those kept here, and all once the server was asked. */
export function useDoneTasks(slug: string): {
  done: PlacedItem[]
  loadAll: () => void
  isLoading: boolean
  isComplete: boolean
} {
  const { replica } = useAccountContext()
  const { state, track } = replica
  const [older, setOlder] = useState<readonly Item[] | null>(null)
  const [isLoading, setLoading] = useState(false)
  const done = useMemo(() => {
    const { items } = state.value
    const local = [...items.values()].filter((item) => item.project === slug && item.status === 'done')
    const others = (older ?? [])
      .filter(({ id }) => !items.has(id))
      .map((item): PlacedItem => ({ ...item, position: '' }))
    return [...local, ...others].sort((a, b) => ((a.done_at ?? '') < (b.done_at ?? '') ? 1 : -1))
  }, [state.value, older, slug])

  async function load() {
    const found: Item[] = []
    for (let cursor: string | undefined; ;) {
      const page = await track.items.list({
        project: slug,
        status: 'done',
        limit: PAGE_SIZE,
        ...(cursor && { cursor }),
      })
      found.push(...page.items)
      if (page.next_cursor === null) break
      cursor = page.next_cursor
    }
    setOlder(found)
  }
  const loadAll = () => {
    setLoading(true)
    void load()
      .catch(showError)
      .finally(() => setLoading(false))
  }
  return { done, loadAll, isLoading, isComplete: older !== null }
}

/** What is done, folded below the list. */
export function DoneTasks({ slug }: { slug: string }) {
  const { done, loadAll, isLoading, isComplete } = useDoneTasks(slug)
  if (!done.length && isComplete) return null
  return (
    <Section title="Done" count={done.length || undefined} fold="folded">
      {done.length > 0 ? (
        <ItemList label="Done" items={done} showProject={false} />
      ) : (
        <p class="project-quiet">Nothing was done here lately.</p>
      )}
      {!isComplete && (
        <div class="project-all">
          <Button look="quiet" busy={isLoading} disabled={isLoading} onClick={loadAll}>
            Show all that was done
          </Button>
        </div>
      )}
    </Section>
  )
}
