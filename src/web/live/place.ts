/** A view at an address: its path, and the shared space that the address names (null: one's own, or all). */
export interface Place {
  space: string | null
  path: string
}

const IN_SPACE = /^\/spaces\/([^/]+)(\/.*)?$/

export function placeAt(address: string): Place {
  const [, space, path = '/'] = IN_SPACE.exec(address) ?? []
  return space === undefined ? { space: null, path: address } : { space, path }
}

/** The address of a view in a space: `/groceries`, `/spaces/home/groceries`. */
export const pathIn = (space: string | null, path: string): string =>
  space === null ? path : `/spaces/${space}${path}`
