import { isZone } from '#domain/dates.ts'

/**
 * The time zone here by its IANA name. Null where Intl names none (`TZ=UTC0`, `:/etc/localtime`, an unknown or an
 * empty one), or an offset (`GMT-05:00` for `GMT-5`, which POSIX reads as five hours ahead).
 */
export function localTimezone(): string | null {
  const name = Intl.DateTimeFormat().resolvedOptions().timeZone as string | undefined
  return name !== undefined && /^[A-Z]/i.test(name) && isZone(name) ? name : null
}
