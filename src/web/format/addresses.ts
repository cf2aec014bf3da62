/** The manifest lies beside index.html, which may be served at any depth: `https://host/` or `https://host/track/`. */
const manifest = document.querySelector<HTMLLinkElement>('link[rel="manifest"]')

/** Where the page is served, without a slash at its end: empty, or `/track`. */
export const BASE_PATH = manifest ? new URL('.', manifest.href).pathname.slice(0, -1) : ''

/** The server's address. */
export const SERVER_URL = location.origin + BASE_PATH

/** A name in what this browser stores for an origin, which several servers may have under different paths. */
export const storageName = (name: string): string => name + BASE_PATH
