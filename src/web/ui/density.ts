import { signal } from '@preact/signals'

export const DENSITIES = ['comfortable', 'compact'] as const
export type Density = (typeof DENSITIES)[number]
const STORAGE_KEY = 'track.density'

function loadDensity(): Density {
  try {
    return localStorage.getItem(STORAGE_KEY) === 'compact' ? 'compact' : 'comfortable'
  } catch {
    return 'comfortable'
  }
}

/** How close the rows of lists stand, as chosen on this device. */
export const density = signal<Density>(loadDensity())

function apply(chosen: Density): void {
  document.documentElement.dataset.density = chosen
}

apply(density.value)

export function chooseDensity(chosen: Density): void {
  density.value = chosen
  apply(chosen)
  try {
    localStorage.setItem(STORAGE_KEY, chosen)
  } catch {
    // storage can be forbidden; the choice then holds until a reload
  }
}
