import { conflict } from '#domain/errors.ts'

export type Json = Record<string, unknown>

/** Parses JSON. Throws `conflict` that names the tracker whose export it should be, with how to make one. */
export function parseJson(text: string, { name, hint }: { name: string; hint: string }): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw conflict(`this is not what ${name} exports`, { hint })
  }
}

const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value)

/** The value as an object; an empty one for anything else. */
export const objectOf = (value: unknown): Json => (isObject(value) ? value : {})

/** The objects of a list; none for anything that is no list. */
export const objectsOf = (value: unknown): Json[] => (Array.isArray(value) ? value.filter(isObject) : [])

/** The value as a text: numbers as digits, `` for anything else. */
export const textOf = (value: unknown): string =>
  typeof value === 'string' ? value : typeof value === 'number' ? String(value) : ''
