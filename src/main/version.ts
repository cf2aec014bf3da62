declare const TRACK_VERSION: string | undefined

/** The version of package.json, inserted by the build. */
export const VERSION = typeof TRACK_VERSION === 'string' ? TRACK_VERSION : '0.0.0-dev'
