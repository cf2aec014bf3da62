/** What a caught value says; anything may be thrown. Where no server answered, what that means to people. */
export function errorMessage(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  if ((error as { code?: string }).code !== 'unavailable' || !error.message.startsWith('no answer from'))
    return error.message
  if (!navigator.onLine) return 'You are offline. This needs the server: try again with a network.'
  return 'Track cannot be reached. Is its server running, and is this device in its network?'
}
