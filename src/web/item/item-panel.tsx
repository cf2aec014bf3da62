import { useEffect, useRef, useState } from 'preact/hooks'
import type { PlacedItem } from '#domain/items.ts'
import type { Item } from '#domain/fields.ts'
import { useOpenItem } from '#web/live/open-item.ts'
import { Button } from '#web/ui/button.tsx'
import { Empty, Failed, Loading } from '#web/ui/view-state.tsx'
import { useAccountContext } from '#web/live/account-context.tsx'
import { movedItem } from '#web/live/move-to-space.ts'
import { isProvisional } from '#web/live/replica/state.ts'
import { ItemDetails } from './item-details.tsx'
import './item.css'

interface Props {
  id: string
  onClose: () => void
}

/** The item of an id with everything that can be done to it; one that is not kept here is asked for. */
export function ItemPanel({ id, onClose }: Props) {
  const context = useAccountContext()
  const openItem = useOpenItem()
  const renamed = context.replica.renamed.value
  const real = renamed.get(id) ?? id
  const item = context.item(id)

  // what is half typed stays when a provisional id becomes a real one
  const first = useRef(id)
  if (first.current !== id && (renamed.get(first.current) ?? first.current) !== real) first.current = id
  useEffect(() => {
    if (real !== id && openItem.id === id) openItem.open(real)
  }, [id, real])

  // it was moved to another space, or came back from it
  const moved = item ? undefined : movedItem(context, id)
  useEffect(() => {
    if (moved && openItem.id === id) openItem.open(moved.id)
  }, [id, moved?.id])

  if (item) return <ItemDetails key={first.current} item={item} onClose={onClose} />
  if (context.replica.isEmpty.value && context.replica.connection.value !== 'offline') return <Loading rows={3} />
  return <Fetched key={first.current} id={real} onClose={onClose} />
}

function Fetched({ id, onClose }: Props) {
  const { replica } = useAccountContext()
  const [item, setItem] = useState<Item | null>(null)
  const [error, setError] = useState<{ code?: string; message: string } | null>(null)
  const [attempts, setAttempts] = useState(0)
  const offline = replica.connection.value === 'offline'
  const revision = replica.revision.value

  useEffect(() => {
    if (isProvisional(id)) return setError({ code: 'not_found', message: '' })
    let current = true
    replica.track.items.get({ id }).then(
      (found) => current && (setItem(found), setError(null)),
      (problem: Error & { code?: string }) => current && setError(problem),
    )
    return () => {
      current = false
    }
  }, [id, attempts, offline, revision])

  if (error?.code === 'not_found' || error?.code === 'invalid')
    return (
      <Empty icon="search" title="This item is not here" act={<Button onClick={onClose}>Close</Button>}>
        It was removed, became another kind of item, or the address was mistyped.
      </Empty>
    )
  if (item) return <ItemDetails item={{ ...item, position: '' } satisfies PlacedItem} onClose={onClose} />
  if (offline)
    return (
      <Failed
        icon="offline"
        title="Not kept on this device"
        act={<Button onClick={() => setAttempts(attempts + 1)}>Try again</Button>}
      >
        It was finished a while ago; showing it needs the network.
      </Failed>
    )
  if (error)
    return (
      <Failed title="The item did not come" act={<Button onClick={() => setAttempts(attempts + 1)}>Try again</Button>}>
        {error.message}
      </Failed>
    )
  return <Loading rows={3} />
}
