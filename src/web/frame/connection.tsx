export type ConnectionState = 'live' | 'connecting' | 'offline'

interface Props {
  connection: ConnectionState
  /** Changes that the server has not got yet. */
  waiting: number
}

const SAID: Record<ConnectionState, string> = { live: 'Live', connecting: 'Connecting…', offline: 'Offline' }

export function Connection({ connection, waiting }: Props) {
  return (
    <span class="connection" data-state={connection} role="status">
      <i aria-hidden="true" />
      <span>{waiting ? `${SAID[connection]}, ${waiting.toLocaleString('en')} ${waiting === 1 ? 'waits' : 'wait'}` : SAID[connection]}</span>
    </span>
  )
}
