/** What was typed into quick add and not added, by user: it is there when the line is opened again. */
const lines = new Map<string, string>()

export const unsentLine = (userId: string): string => lines.get(userId) ?? ''

export function keepLine(userId: string, text: string): void {
  lines.set(userId, text)
}

/** The line for what another program shares: its title, then what it says and its address. */
export function lineOfShared(shared: URLSearchParams): string {
  const parts = ['title', 'text', 'url'].map((name) => (shared.get(name) ?? '').replace(/\s+/g, ' ').trim())
  return parts.filter((part, n) => part && !parts.slice(0, n).some((before) => before.includes(part))).join(' ')
}
