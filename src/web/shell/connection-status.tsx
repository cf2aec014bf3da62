export type ConnectionState = 'live' | 'connecting' | 'offline' | 'turned-away'

interface Props {
  connection: ConnectionState
  /** Changes that the server has not got yet. */
  waiting: number
  /** Shows them. */
  onWaiting?: () => void
}

const LABELS: Record<ConnectionState, string> = {
  live: 'Live',
  connecting: 'Connecting…',
  offline: 'Offline',
  'turned-away': 'Turned away',
}

export function ConnectionStatus({ connection, waiting, onWaiting }: Props) {
  const waits = `${waiting.toLocaleString('en')} ${waiting === 1 ? 'waits' : 'wait'}`
  const isAhead = connection === 'live' || connection === 'connecting' // then what waits says enough
  const words = waiting ? (isAhead ? waits : `${LABELS[connection]}, ${waits}`) : LABELS[connection]
  return (
    <span class="connection" data-state={connection} role="status">
      <i aria-hidden="true" />
      {waiting && onWaiting ? (
        <button type="button" class="connection-waits" onClick={onWaiting}>
          {words}
        </button>
      ) : (
        <span>{words}</span>
      )}
    </span>
  )
}
