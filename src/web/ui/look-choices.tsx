import { capitalise } from '#web/format/text.ts'
import { chooseDensity, DENSITIES, density } from './density.ts'
import { Segments } from './field.tsx'
import { chooseTheme, theme, THEMES } from './theme.ts'

export function ThemeChoice() {
  return (
    <Segments
      label="Theme"
      value={theme.value}
      options={THEMES.map((value) => ({ value, label: capitalise(value) }))}
      onChange={chooseTheme}
    />
  )
}

export function DensityChoice() {
  return (
    <Segments
      label="Density"
      value={density.value}
      options={DENSITIES.map((value) => ({ value, label: capitalise(value) }))}
      onChange={chooseDensity}
    />
  )
}
