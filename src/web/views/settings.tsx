import { Section } from '#web/ui/section.tsx'
import { ViewHead } from '#web/ui/view-head.tsx'
import { useAccountContext } from '#web/live/account-context.tsx'
import { AccountSection } from '#web/settings/account-section.tsx'
import { CalendarSection } from '#web/settings/calendar-section.tsx'
import { CurrencySection } from '#web/settings/currency-section.tsx'
import { DataSection } from '#web/settings/data-section.tsx'
import { NewKeyDialog } from '#web/settings/new-key-dialog.tsx'
import { ShortcutTable, SingleKeysSwitch } from '#web/settings/shortcuts.tsx'
import { SpacesSection } from '#web/settings/spaces-section.tsx'
import { TimeZoneSection } from '#web/settings/time-zone-section.tsx'
import { UsersSection } from '#web/settings/users-section.tsx'
import { DensityChoice, ThemeChoice } from '#web/ui/look-choices.tsx'
import '../settings/settings.css'

export function SettingsView() {
  const { replica } = useAccountContext()
  return (
    <>
      <ViewHead title="Settings" />
      <AccountSection />
      <SpacesSection />
      <Section title="Look">
        <div class="looks">
          <ThemeChoice />
          <DensityChoice />
        </div>
      </Section>
      <TimeZoneSection />
      <CurrencySection />
      <CalendarSection />
      <DataSection />
      {replica.me.value.role === 'admin' && <UsersSection />}
      <Section title="Keyboard">
        <div class="card">
          <div class="setting">
            <div class="grows">
              <SingleKeysSwitch />
            </div>
          </div>
          <ShortcutTable />
        </div>
      </Section>
      <NewKeyDialog />
    </>
  )
}
