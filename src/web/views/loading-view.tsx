import { ViewHead } from '#web/ui/view-head.tsx'
import { Empty, Loading } from '#web/ui/view-state.tsx'
import { useAccountContext } from '#web/live/account-context.tsx'

/** A view of which nothing is known yet. */
export function LoadingView({ title }: { title: string }) {
  const { connection } = useAccountContext().replica
  return (
    <>
      <ViewHead title={title} />
      {connection.value === 'offline' ? (
        <Empty icon="offline" title="You are offline">
          Everything shows here as soon as there is a network.
        </Empty>
      ) : (
        <Loading />
      )}
    </>
  )
}
