/** What a caught value says; anything may be thrown. Where no server answered, what that means to people. */
export function errorMessage(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  if ((error as { code?: string }).code !== 'unavailable' || !error.message.startsWith('no answer from'))
    return withHint(error)
  if (!navigator.onLine) return 'You are offline. This needs the server: try again with a network.'
  return 'Track cannot be reached. Is its server running, and is this device in its network?'
}

/** A hint that names a command is for terminals. */
function withHint(error: Error): string {
  const { hint } = (error as { details?: { hint?: string } }).details ?? {}
  return hint === undefined || /\btrack [a-z]/.test(hint)
    ? error.message
    : `${error.message.replace(/\.$/, '')}. ${hint}`
}
