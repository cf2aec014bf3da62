/** What `track doctor` found: all is well, something to know, or something broken. */
export interface Finding {
  check: string
  level: 'ok' | 'warn' | 'fail'
  says: string
  /** What to do about it; a command where one does it. */
  remedy?: string
}

export const ok = (check: string, says: string): Finding => ({ check, level: 'ok', says })
export const warn = (check: string, says: string, remedy: string): Finding => ({ check, level: 'warn', says, remedy })
export const fail = (check: string, says: string, remedy: string): Finding => ({ check, level: 'fail', says, remedy })
