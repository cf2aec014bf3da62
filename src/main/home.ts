import { userInfo } from 'node:os'
import { isAbsolute } from 'node:path'

export interface Home {
  path: string
  /** What led there, for messages. */
  source: string
}

/** The user's home folder: HOME, else (unset, empty or relative) the one in the system's list of users, else `/`. */
export function homeOf({ HOME }: { HOME?: string }): Home {
  if (HOME && isAbsolute(HOME)) return { path: HOME, source: 'HOME' }
  const source = 'the home of this user (HOME names none)'
  try {
    return { path: userInfo().homedir || '/', source }
  } catch {
    return { path: '/', source }
  }
}
