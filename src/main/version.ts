declare const TRACK_VERSION: string | undefined

/** The version in package.json, put in by the build. */
export const VERSION = typeof TRACK_VERSION === 'string' ? TRACK_VERSION : '0.0.0-dev'
