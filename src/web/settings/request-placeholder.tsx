import type { RequestState } from '#web/live/use-request.ts'
import { Button } from '#web/ui/button.tsx'
import { Empty, Failed, Loading } from '#web/ui/view-state.tsx'

interface Props {
  request: Omit<RequestState<unknown>, 'setValue'>
  isConnected: boolean
  /** What shows when the connection is back. */
  offline: string
  failed: string
}

/** Stands where the answer of a request will: offline, loading or failed. */
export function RequestPlaceholder({ request, isConnected, offline, failed }: Props) {
  const { value, problem, isLoading, retry } = request
  if (value) return null
  if (!isConnected)
    return (
      <Empty icon="offline" title="Not connected">
        {offline}
      </Empty>
    )
  if (isLoading) return <Loading rows={2} />
  if (!problem) return null
  return (
    <Failed title={failed} act={<Button onClick={retry}>Try again</Button>}>
      {problem}
    </Failed>
  )
}
