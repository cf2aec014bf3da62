/** The manifest lies beside index.html, which may be served at any depth: `https://host/` or `https://host/track/`. */
const manifest = document.querySelector<HTMLLinkElement>('link[rel="manifest"]')

/** Where the page is served, without a slash at its end: empty, or `/track`. */
export const BASE_PATH = manifest ? new URL('.', manifest.href).pathname.slice(0, -1) : ''

/** The server's address. */
export const SERVER_URL = location.origin + BASE_PATH

/** A name in what this browser stores for an origin, which several servers may have under different paths. */
export const storageName = (name: string): string => name + BASE_PATH

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
